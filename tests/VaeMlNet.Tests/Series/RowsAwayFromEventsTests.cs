using NUnit.Framework;

namespace VaeMlNet.Tests;

/// <summary>Rows without an event in any of their windows.</summary>
public sealed class RowsAwayFromEventsTests
{
    [Test]
    public void Add_EventsAndAGap_GivesTheRowsAtLeastAWindowAway()
    {
        List<int> found = [];
        List<int> behindEvents = [];
        RowsAwayFromEvents<int> rows = new(3, found.Add);
        // Two rows are absent before row 9, and row 12 follows a gap, which windows do not reach over.
        long[] places = [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 0, 1, 2, 3];
        int[] events = [4, 10];
        foreach (var (row, place) in places.Index())
        {
            rows.Add(place, row, events.Contains(row));
            if (rows.EndsWithEvent)
            {
                behindEvents.Add(row);
            }
        }

        Assert.That(found, Is.EqualTo((int[])[0, 1, 7, 8, 12]), "a later event can still reach the others");

        rows.Finish();

        Assert.That(found, Is.EqualTo((int[])[0, 1, 7, 8, 12, 13, 14, 15]));
        Assert.That(behindEvents, Is.EqualTo((int[])[4, 5, 6, 10, 11]));
    }
}
