namespace VaeMlNet.Tests;

public class ValueRangeTests
{
    [Test]
    public void Widen_AnyPlace_FindsSmallestAndLargest([Range(1, 40)] int count)
    {
        for (var place = 0; place < count; place++)
        {
            var values = new float[count];
            values[place] = -2;
            values[(place + 1) % count] = 3;
            var expected = count == 1 ? (-0f, 3f) : (-2f, 3f);

            Assert.That(ValueRange.Widen(0, 0, values), Is.EqualTo(expected), $"at {place} of {count}");
        }
    }

    [Test]
    public void Widen_MissingValues_AreLeftOut([Values(1, 7, 8, 33)] int count)
    {
        var values = Enumerable.Repeat(float.NaN, count).ToArray();

        Assert.That(ValueRange.Widen(1, 2, values), Is.EqualTo((1f, 2f)));

        values[^1] = 5;

        Assert.That(ValueRange.Widen(1, 2, values), Is.EqualTo((1f, 5f)));
    }
}
