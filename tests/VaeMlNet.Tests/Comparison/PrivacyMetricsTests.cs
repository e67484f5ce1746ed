namespace VaeMlNet.Tests;

/// <summary>Distances between rows and metrics of privacy, computed by hand.</summary>
public sealed class PrivacyMetricsTests
{
    private const float Missing = float.NaN;

    private static readonly ComparedSlot[] Slots = [new("Age", IsNumber: true), new("City", IsNumber: false)];

    // Ages span 0 to 10.
    private readonly ComparedTable real = Table([0, 10, Missing], [0, 1, Missing]);

    [TestCase(0f, 0f, 0)]
    [TestCase(5f, 0f, 0.25)]
    [TestCase(1f, 1f, 0.45)]
    [TestCase(1f, 7f, 0.55)]
    [TestCase(Missing, Missing, 0)]
    [TestCase(Missing, 0f, 0.5)]
    [TestCase(100f, 1f, 0.5)]
    public void ToClosest_Row_IsTheMeanOverColumns(float age, float city, double expected)
    {
        var distance = new RecordDistances(real).ToClosest(Table([age], [city]), real).Single();

        Assert.That(distance, Is.EqualTo(expected).Within(1e-6));
    }

    [Test]
    public void NewRowShare_Rows_MatchWithinOnePercentOfTheSyntheticValue()
    {
        var quality = Measure(
            real: Table([100, 200, Missing], [0, 1, 0]),
            // Matches: within 1 % of 101; the missing number. New: 98 is 2 away and 1 % of it is 0.98; another city.
            synthetic: Table([101, 98, Missing, 200], [0, 0, 0, 0]),
            heldOut: Table([100, 7], [0, 1])
        );

        Assert.That(quality.NewRowShare, Is.EqualTo(0.5));
        Assert.That(quality.HeldOutNewRowShare, Is.EqualTo(0.5));
    }

    [Test]
    public void OverfittingProtection_Rows_CountsThoseCloserToTrainingRows()
    {
        var training = Table([0, 100], [0, 0]);
        var heldOut = Table([50, 150], [0, 0]);

        // Closer to training: 1 and 99. Closer to held-out: 51. As close to both: 25.
        Assert.That(
            Measure(training, Table([1, 99, 51, 25], [0, 0, 0, 0]), heldOut).OverfittingProtection,
            Is.EqualTo(1)
        );
        Assert.That(
            Measure(training, Table([1, 99, 1, 51], [0, 0, 0, 0]), heldOut).OverfittingProtection,
            Is.EqualTo(0.5)
        );
        Assert.That(Measure(training, training, heldOut).OverfittingProtection, Is.Zero);
        Assert.That(Measure(training, training, null).OverfittingProtection, Is.Null);
    }

    [Test]
    public void BaselineProtection_CopiesAndRandomRows_AreTheEnds()
    {
        Random random = new(1);
        float[] ages = [.. Enumerable.Range(0, 200).Select(_ => random.NextSingle())];
        float[] others = [.. Enumerable.Range(0, 2000).Select(_ => random.NextSingle())];
        var training = Table(ages, new float[200]);

        Assert.That(Measure(training, training, null).BaselineProtection, Is.Zero);
        Assert.That(
            Measure(training, Table(others, new float[2000]), null).BaselineProtection,
            Is.EqualTo(1).Within(0.15)
        );
        Assert.That(
            Measure(Table([1, 1], [0, 0]), Table([1], [0]), null).BaselineProtection,
            Is.Null,
            "random rows are copies too"
        );
    }

    private static VaePrivacyQuality Measure(ComparedTable real, ComparedTable synthetic, ComparedTable? heldOut) =>
        PrivacyMetrics.Measure(real, synthetic, heldOut, new Random(1));

    private static ComparedTable Table(float[] ages, float[] cities) => new(Slots, [ages, cities], ages.Length);
}
