"""The scene: one card for each layer, kept by the layer's id, and all edges in one item."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QSizeF, Signal
from PySide6.QtWidgets import QGraphicsScene

from bpstudio.engine.losses import LOSSES
from bpstudio.experiment.edits import OUTPUT
from bpstudio.runtime.snapshot import EMPTY, Snapshot
from bpstudio.ui.builder.asking import Asking
from bpstudio.ui.builder.chain import GHOST, Column, Slot
from bpstudio.ui.builder.counts import parameter_counts
from bpstudio.ui.builder.edges import EdgesItem, Shown
from bpstudio.ui.builder.ghost import Ghost
from bpstudio.ui.builder.incoming import incoming_of
from bpstudio.ui.builder.input_card import InputCard
from bpstudio.ui.builder.layer_card import LayerCard
from bpstudio.ui.builder.layer_map import LayerMap
from bpstudio.ui.builder.layout import Layout, arrange
from bpstudio.ui.builder.loss_card import LossCard
from bpstudio.ui.builder.notes import Notes
from bpstudio.ui.builder.output_card import OutputCard
from bpstudio.ui.builder.places import Places
from bpstudio.ui.builder.room import Room, room_of
from bpstudio.ui.builder.scale import DecadeScale
from bpstudio.ui.builder.skips import SkipsItem, arcs
from bpstudio.ui.builder.slots import chain_of, slots_of
from bpstudio.ui.builder.wiring import gaps, links, matching, matching_sample
from bpstudio.ui.canvas.frame import Frame
from bpstudio.ui.canvas.tag import Tag
from bpstudio.ui.names import layer_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment, LayerSpec
    from bpstudio.ui.builder.card import Card
    from bpstudio.ui.builder.gap import Edge
    from bpstudio.ui.builder.unit_card import UnitHolder


class NetworkScene(QGraphicsScene):
    """What is drawn of an experiment and of a snapshot; previews change neither.

    Signals
    -------
    has_edges
        Whether there is room for edges, when that has changed.
    arranged
        The network was laid out anew.
    """

    has_edges = Signal(bool)
    arranged = Signal()

    def __init__(self, experiment: Experiment, dataset: Dataset, parent: QObject | None) -> None:
        super().__init__(parent)
        self.input_card, self.output_card, self.loss_card = InputCard(), OutputCard(), LossCard()
        self.ghost, self.edges, self.asking = Ghost(), EdgesItem(), Asking(self)
        self.places = Places(self)
        self.tag, self.notes, self.skips = Tag(), Notes(), SkipsItem()
        self.frame = Frame()
        self.layer_cards: dict[int, LayerCard] = {}
        self.folds: dict[int, bool] = {}  # by id: whether the user wants a layer open or closed
        self.scale = DecadeScale()
        self.layer_map = LayerMap(self.scale)
        self._experiment, self._dataset = experiment, dataset
        self._snapshot = EMPTY
        self._size = QSizeF(900, 660)
        fixed = (self.input_card, self.output_card, self.loss_card, self.asking.unit_card)
        for item in (
            self.edges,
            self.notes,
            self.layer_map,
            self.ghost,
            self.tag,
            self.frame,
            self.skips,
            self.asking.unit_light,
            *fixed,
        ):
            self.addItem(item)
        self.chain = chain_of(experiment, dataset, self.slots())
        self.layout: Layout = arrange(self.chain, self._size.width(), self._size.height())
        self.set_structure(experiment, dataset)

    def set_structure(self, experiment: Experiment, dataset: Dataset) -> None:
        """Draw another experiment; cards of layers that stay are kept."""
        if dataset is not self._dataset:
            self.asking.close()
        self.asking.set_structure(self._experiment, experiment)
        self._experiment, self._dataset = experiment, dataset
        wanted = {layer.id for layer in experiment.hidden}
        for number in set(self.layer_cards) - wanted:
            self.removeItem(self.layer_cards.pop(number))
        self._arrange(self.slots())

    def draws(self, experiment: Experiment, dataset: Dataset) -> bool:
        """Whether this is what is drawn."""
        return experiment is self._experiment and dataset is self._dataset

    def set_size(self, size: QSizeF) -> None:
        """Use another size of canvas."""
        self._size = size
        self._arrange(self.slots())

    def slots(self) -> tuple[Slot, ...]:
        """Return the hidden layers as the layout sees them, without any preview."""
        return slots_of(self._experiment, self.folds)

    def fold(self, numbers: Iterable[int], is_open: bool) -> None:
        """Open layers, with a row for each unit, or close them."""
        self.asking.close()
        self.folds |= dict.fromkeys(numbers, is_open)
        self._arrange(self.slots())

    def preview(self, slots: Iterable[Slot], words: str = "") -> None:
        """Draw another chain for the time being; `words` stand in the ghost's slot."""
        self._arrange(tuple(slots), words)

    def end_preview(self) -> None:
        """Draw the experiment as it is."""
        self._arrange(self.slots())

    def show_edges(self, shown: Shown) -> None:
        """Draw another number of each edge."""
        self.edges.shown = shown
        self._wire()

    def cards(self) -> tuple[Card, ...]:
        """Return the cards of the chain."""
        return (*self.layer_cards.values(), self.input_card, self.output_card, self.loss_card)

    def room(self) -> Room:
        """Return what a card that comes up could cover."""
        return room_of(self.layout, self.edges.drawn())

    def holder(self, number: int) -> UnitHolder:
        """Return the card of a layer, the output's included."""
        return self.output_card if number == OUTPUT else self.layer_cards[number]

    def tip(self, at: QPointF) -> str:
        """Return what a tooltip says at a place."""
        card, asked = self.places.card(at) or self.places.handle(at), self.places.unit(at)
        unit_card = self.asking.unit_card
        if card is not unit_card and (words := self.skips.tip(at)):
            return words
        if card is None:
            return self.edges.tip(at)
        if asked is None or unit_card.is_on_close(at):
            return card.tip(at)
        return self.asking.tip(asked, self._snapshot, self._dataset)

    def edge_title(self, edge: Edge) -> str:
        """Return from where to where an edge goes."""
        incoming = incoming_of(self._snapshot, self._dataset).get(edge.layer)
        to = self.holder(edge.layer).unit_title(edge.unit)
        return to if incoming is None else f"{incoming.name(edge.source)} → {to}"

    def mark(self, selected: tuple[int, ...], current: int | None) -> None:
        """Show which layers are selected and which one the keyboard is on.

        The numbers of a unit close when its layer isn't selected any more.
        """
        self.asking.keep_to(selected)
        for number, card in self.layer_cards.items():
            card.mark(number in selected, number == current)
        self.output_card.mark(OUTPUT in selected, current == OUTPUT)

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show the numbers of a step where they fit what is drawn."""
        if snapshot.run != self._snapshot.run:
            self.asking.close()
        self._snapshot = snapshot
        self.scale.fit([layer.batch_delta for layer in snapshot.layers if layer.id != OUTPUT])
        layers = matching(snapshot, self.chain)
        for column in self.layout.columns:  # a card that is lifted out keeps what it shows
            card = self.layer_cards.get(column.slot.id)
            if card is not None:
                card.set_layer(layers.get(column.slot.id))
        self.layer_map.set_layers(layers)
        sample = matching_sample(snapshot, self._dataset)
        self.input_card.set_sample(sample)
        self.output_card.set_numbers(layers.get(OUTPUT), sample)
        self.loss_card.set_numbers(sample, snapshot.loss)
        self.asking.unit_card.set_number("" if sample is None else f"sample {sample.number}")
        self._wire()

    def _arrange(self, slots: tuple[Slot, ...], ghost_words: str = "") -> None:
        had_edges = self.layout.shows_edges
        self.chain = chain_of(self._experiment, self._dataset, slots)
        self.layout = arrange(self.chain, self._size.width(), self._size.height())
        if had_edges != self.layout.shows_edges:
            self.has_edges.emit(self.layout.shows_edges)
        counts = parameter_counts(self.chain.widths)
        specs = {layer.id: layer for layer in self._experiment.hidden}
        self._place_layers(specs, counts, ghost_words)
        self.layer_map.set_columns(self.layout.columns, counts)
        self.skips.set_arcs(arcs(self.chain, self.layout, specs), self.layout.bounds)
        self.notes.set_layout(self.layout)
        self.input_card.put(self.layout.input)
        self.output_card.put(self.layout.output)
        self.loss_card.put(self.layout.loss)
        self.input_card.set_dataset(self._dataset)
        function = LOSSES[self._experiment.loss].output
        self.output_card.set_structure(self._dataset, function, counts[-1])
        self.loss_card.set_structure(self._experiment.loss, self._dataset)
        self.setSceneRect(self.layout.bounds)
        self.set_snapshot(self._snapshot)
        self.asking.follow()
        self.arranged.emit()

    def _place_layers(
        self, specs: Mapping[int, LayerSpec], counts: Sequence[int], ghost_words: str
    ) -> None:
        self.ghost.hide()
        placed = zip(self.chain.numbers, self.layout.columns, counts, strict=False)
        for number, column, parameters in placed:
            slot = column.slot
            if slot.id == GHOST:
                self.ghost.show_at(column.rect, ghost_words)
                self._number_lifted(number)
                continue
            card = self.layer_cards.get(slot.id)
            if card is None:
                card = self.layer_cards[slot.id] = LayerCard(column, self.scale)
                self.addItem(card)
            card.set_structure(column, specs[slot.id], number, parameters)

    def _number_lifted(self, first: int) -> None:
        """Call the layers that a gesture has taken out what they would be at the ghost's place."""
        for number, column in enumerate(self._lifted(), start=first):
            card = self.layer_cards[column.slot.id]
            card.number = number
            card.update()

    def _wire(self) -> None:
        wired = gaps(
            layer_names(self._experiment),
            self.chain,
            self.layout,
            self._snapshot,
            self._lifted(),
            self.edges.shown,
        )
        self.edges.set_gaps(wired, links(self.layout), self.layout.bounds)

    def _lifted(self) -> list[Column]:
        """Return where the cards are that a gesture has taken out of the layout."""
        placed = {column.slot.id for column in self.layout.columns}
        ids = (layer.id for layer in self._experiment.hidden)
        cards = [
            self.layer_cards[each]
            for each in ids
            if each not in placed and each in self.layer_cards
        ]
        return [replace(card.column, rect=card.rect.translated(card.pos())) for card in cards]
