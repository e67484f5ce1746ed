using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class RowIdTests
{
    [Test]
    public void ToString_AnyId_IsHighThenLowInHexadecimal() =>
        Assert.That(new DataViewRowId(10, 255).ToString(), Is.EqualTo("00000000000000ff000000000000000a"));

    [Test]
    public void CompareTo_DifferentHighParts_IgnoresTheLowParts()
    {
        Assert.That(new DataViewRowId(9, 1).CompareTo(new DataViewRowId(1, 2)), Is.Negative);
        Assert.That(new DataViewRowId(9, 1).CompareTo(new DataViewRowId(1, 1)), Is.Positive);
        Assert.That(new DataViewRowId(9, 1).Equals(new DataViewRowId(9, 1)), Is.True);
    }
}
