using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

/// <summary>
/// Principal components as ML.NET 5.0.0 gave them, up to their signs, of data that may have fewer directions than components.
/// Components beyond those directions are noise, which depends on the machine.
/// </summary>
public class DegenerateComponentsTests
{
    private const int Width = 6;

    private const double Tolerance = 5e-4;

    private readonly MLContext ml = new(seed: 1);

    private sealed class Row
    {
        [VectorType(Width)]
        public float[] Features { get; set; } = [];
    }

    [TestCase("Full", true, 0, 0.82946, 1.3238, 0.66372, 0.32264)]
    [TestCase("Full", true, 20, 0.8295, 1.3237, 0.65938, 0.35054)]
    [TestCase("Full", false, 0, 4.3209, 1.0632, 1.3231, 0.31193)]
    [TestCase("ConstantColumns", true, 0, 0.90789, 1.3067)]
    [TestCase("ConstantColumns", false, 20, 0.28337, 1.2563, 0.35066)]
    [TestCase("DependentColumns", true, 0, 1.8008, 1.5168)]
    [TestCase("DependentColumns", false, 20, 1.8015, 1.4574)]
    [TestCase("TwoRows", true, 0, 1.6378, 1.16)]
    [TestCase("ThreeRows", true, 0, 0.7118, 1.5341, 0.68609)]
    public void Project_AnyDirections_GivesLeadingComponentsOfMlNet(
        string kind,
        bool center,
        int overSampling,
        params double[] firstRow
    )
    {
        var components = Project(Rows(kind), center, overSampling);

        Assert.That(components[0].Take(firstRow.Length).Select(Math.Abs), Is.EqualTo(firstRow).Within(Tolerance));
        Assert.That(components.SelectMany(row => row), Is.All.Matches<float>(float.IsFinite));
    }

    /// <summary>Both passes over n rows contribute to one mean, so the mean is 1 + 1 / n of the correct value.</summary>
    [Test]
    public void Project_EqualRows_LeavesTheMeanOverTheirCount()
    {
        float[] row = [1, 2, 3, 4, 5, 6];

        var components = Project([.. Enumerable.Repeat(row, 200)], center: true, overSampling: 0);

        var length = Math.Sqrt(row.Sum(value => value * value));

        Assert.That(Math.Abs(components[0][0]), Is.EqualTo(length / 200).Within(Tolerance));
    }

    [TestCase(5, true)]
    [TestCase(5, false)]
    [TestCase(1, true)]
    public void Project_NoVariance_GivesNaN(int count, bool center)
    {
        var row = count == 1 ? [0.5f, 2, 3, 4, 5, 6] : new float[Width];

        var components = Project([.. Enumerable.Repeat(row, count)], center, overSampling: 20);

        Assert.That(components.SelectMany(values => values), Is.All.NaN);
    }

    private float[][] Project(float[][] rows, bool center, int overSampling)
    {
        var data = ml.Data.LoadFromEnumerable(rows.Select(features => new Row { Features = features }));
        var pca = ml.Transforms.ProjectToPrincipalComponents(
            "Components",
            "Features",
            rank: 4,
            overSampling: overSampling,
            ensureZeroMean: center,
            seed: 1
        );
        return [.. pca.Fit(data).Transform(data).GetColumn<float[]>("Components")];
    }

    private static float[][] Rows(string kind)
    {
        var random = new Random(3);
        var count = kind switch
        {
            "TwoRows" => 2,
            "ThreeRows" => 3,
            _ => 200,
        };
        return [.. Enumerable.Range(0, count).Select(_ => Features(kind, random))];
    }

    private static float[] Features(string kind, Random random)
    {
        float[] z = [.. Enumerable.Range(0, Width).Select(_ => (float)Dependencies.Tests.Rows.Gaussian(random))];
        return kind switch
        {
            "Full" => [(3 * z[0]) + 1, 2 * z[1], z[2] - 5, 0.5f * z[3], 0.2f * z[4], 0.1f * z[5]],
            "ConstantColumns" => [(3 * z[0]) + 1, 2 * z[1], 0.25f, 0.25f, 0, 0],
            "DependentColumns" => [z[0], z[1], z[0] + z[1], z[0] - z[1], 2 * z[0], 3 * z[1]],
            _ => z,
        };
    }
}
