using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class RowIdTests
{
    [Test]
    public void ToString_IsHighThenLowInHexadecimal() =>
        Assert.That(new DataViewRowId(10, 255).ToString(), Is.EqualTo("00000000000000ff000000000000000a"));

    [Test]
    public void CompareTo_HighCountsFirst()
    {
        Assert.That(new DataViewRowId(9, 1).CompareTo(new DataViewRowId(1, 2)), Is.Negative);
        Assert.That(new DataViewRowId(9, 1).CompareTo(new DataViewRowId(1, 1)), Is.Positive);
        Assert.That(new DataViewRowId(9, 1).Equals(new DataViewRowId(9, 1)), Is.True);
    }

    [Test]
    public void DerivedIds_OfManyIds_AreAllDifferent()
    {
        var ids = Enumerable.Range(0, 1000).Select(i => new DataViewRowId((ulong)i, 0)).ToArray();

        var derived = ids.SelectMany(id => new[] { id.Next(), id.Fork(), id.Combine(ids[7]) });

        Assert.That(derived.Distinct().Count(), Is.EqualTo(3000));
    }

    [Test]
    public void DerivedIds_SameId_AreTheSame()
    {
        var id = new DataViewRowId(3, 4);

        Assert.That(id.Next(), Is.EqualTo(new DataViewRowId(3, 4).Next()));
        Assert.That(id.Combine(id), Is.EqualTo(id.Combine(new DataViewRowId(3, 4))));
    }
}
