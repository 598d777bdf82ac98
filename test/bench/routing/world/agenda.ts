/** What is to happen, by time; what was added first of one time happens first. A binary heap. */
export class Agenda<Event> {
  private readonly times: number[] = [];
  private readonly orders: number[] = [];
  private readonly events: Event[] = [];
  private added = 0;

  nextAt(): number {
    return this.times[0] ?? Number.POSITIVE_INFINITY;
  }

  add(at: number, event: Event): void {
    this.added += 1;
    let place = this.times.length;
    this.times.push(at);
    this.orders.push(this.added);
    this.events.push(event);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.comesFirst(place, parent)) break;
      this.swap(place, parent);
      place = parent;
    }
  }

  /** @throws RangeError when nothing is left */
  take(): Event {
    const [first] = this.events;
    if (first === undefined) throw new RangeError('the agenda is empty');
    this.swap(0, this.times.length - 1);
    this.times.pop();
    this.orders.pop();
    this.events.pop();
    this.sink();
    return first;
  }

  private sink(): void {
    let place = 0;
    for (;;) {
      let least = place;
      for (const child of [2 * place + 1, 2 * place + 2]) {
        if (child < this.times.length && this.comesFirst(child, least)) least = child;
      }
      if (least === place) return;
      this.swap(place, least);
      place = least;
    }
  }

  private comesFirst(a: number, b: number): boolean {
    const difference = (this.times[a] ?? 0) - (this.times[b] ?? 0);
    return difference !== 0 ? difference < 0 : (this.orders[a] ?? 0) < (this.orders[b] ?? 0);
  }

  private swap(a: number, b: number): void {
    for (const list of [this.times, this.orders, this.events] as unknown[][]) {
      const held = list[a];
      list[a] = list[b];
      list[b] = held;
    }
  }
}
