namespace VaeMlNet.Tests;

public class MutualInformationGapTests
{
    private static readonly int[][] Factors =
    [
        [.. Enumerable.Range(0, 400).Select(row => row % 4)],
        [.. Enumerable.Range(0, 400).Select(row => row / 4 % 5)],
    ];

    [Test]
    public void Measure_OneLatentForEachFactor_IsOne() =>
        Assert.That(Measure(row => [Factors[0][row], Factors[1][row], 0.5f]), Is.EqualTo(1).Within(1e-9));

    [Test]
    public void Measure_TwoLatentsWithTheSameFactor_IsZeroForThatFactor() =>
        Assert.That(
            Measure(row => [Factors[0][row], Factors[1][row], -2 * Factors[0][row]]),
            Is.EqualTo(0.5).Within(1e-9)
        );

    [Test]
    public void Measure_HalfOfTheInformation_IsItsShareOfTheEntropy() =>
        // The latent tells whether the factor is below 2: one bit of two.
        Assert.That(
            MutualInformationGap.Measure([.. Factors[0].Select(value => value < 2 ? 0f : 1f)], 1, [Factors[0]], 20),
            Is.EqualTo(0.5).Within(1e-9)
        );

    [Test]
    public void MutualInformationGap_OfAModel_MeasuresItsEmbeddings()
    {
        using var model = Some.Trained();
        using var rows = Some.Rows(64);
        int[] factor = [.. Enumerable.Range(0, 64).Select(row => row % 2)];
        using var means = model.Network.Encode(rows);

        Assert.Multiple(() =>
        {
            Assert.That(
                model.MutualInformationGap(rows, [factor], 5),
                Is.EqualTo(MutualInformationGap.Measure(TensorValues.Floats(means), 3, [factor], 5))
            );
            Assert.That(
                () => model.MutualInformationGap(rows, [factor[1..]]),
                Throws.ArgumentException.With.Message.Contains("64 rows").And.Message.Contains("63 values")
            );
            Assert.That(
                () => model.MutualInformationGap(rows, []),
                Throws.ArgumentException.With.Message.Contains("no values")
            );
        });
    }

    private static double Measure(Func<int, float[]> latents) =>
        MutualInformationGap.Measure([.. Enumerable.Range(0, 400).SelectMany(latents)], 3, Factors, 20);
}
