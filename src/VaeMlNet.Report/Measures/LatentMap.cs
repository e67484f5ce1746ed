using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Report;

/// <summary>The positions of rows in the latent space, in two dimensions.</summary>
internal sealed record LatentMap(IReadOnlyList<(double X, double Y)> Points, (string X, string Y) AxisNames)
{
    private const int Seed = 1;
    private const int FewestRows = 3;

    /// <summary>Gets the name of the positions, in a list of choices.</summary>
    public string Name { get; private init; } = "the latents";

    /// <summary>
    /// Maps rows by two of their posterior means where at most two vary, otherwise by the first two principal components.
    /// </summary>
    public static LatentMap Project(MLContext ml, IReadOnlyList<float[]> means)
    {
        if (means[0].Length == 1)
        {
            return new([.. means.Select(mean => ((double)mean[0], 0.0))], ("latent 0", ""));
        }

        // With constant slots, the principal components that ML.NET computes can be NaN.
        int[] varying =
        [
            .. Enumerable.Range(0, means[0].Length).Where(slot => means.Any(c => c[slot] != means[0][slot])),
        ];
        if (varying.Length <= 2)
        {
            int[] constant = [.. Enumerable.Range(0, means[0].Length).Except(varying)];
            int[] shown = [.. varying.Concat(constant).Take(2).Order()];
            return FromSlots(means, shown[0], shown[1]);
        }

        float[][] moving = [.. means.Select(mean => varying.Select(slot => mean[slot]).ToArray())];
        return FromComponents(ml, moving) ?? FromSlots(means, varying[0], varying[1]);
    }

    private static LatentMap FromSlots(IReadOnlyList<float[]> means, int x, int y) =>
        new([.. means.Select(mean => ((double)mean[x], (double)mean[y]))], ($"latent {x}", $"latent {y}"));

    /// <summary>
    /// Maps rows by their principal components. Returns null when there are none: for few rows, and for rows that
    /// hardly vary.
    /// </summary>
    private static LatentMap? FromComponents(MLContext ml, float[][] means)
    {
        var total = Enumerable.Range(0, means[0].Length).Sum(i => Variance(means.Select(mean => (double)mean[i])));
        if (means.Length < FewestRows || !(total > 0))
        {
            return null;
        }

        (double X, double Y)[] points = [.. Project(ml, means)];
        return points.All(point => double.IsFinite(point.X) && double.IsFinite(point.Y))
            ? new(
                points,
                (
                    AxisName("1st", Variance(points.Select(point => point.X)) / total),
                    AxisName("2nd", Variance(points.Select(point => point.Y)) / total)
                )
            )
            {
                Name = "principal components",
            }
            : null;
    }

    private static IEnumerable<(double X, double Y)> Project(MLContext ml, float[][] means)
    {
        const string output = "Components";
        var schema = SchemaDefinition.Create(typeof(LatentRow));
        schema[nameof(LatentRow.Mean)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, means[0].Length);
        var data = ml.Data.LoadFromEnumerable(means.Select(mean => new LatentRow { Mean = mean }), schema);
        var pca = ml.Transforms.ProjectToPrincipalComponents(output, nameof(LatentRow.Mean), rank: 2, seed: Seed);
        var projected = pca.Fit(data).Transform(data);
        return projected.GetColumn<float[]>(output).Select(point => ((double)point[0], (double)point[1]));
    }

    private static string AxisName(string which, double share) =>
        FormattableString.Invariant($"{which} principal component, {100 * share:0} % of variance");

    /// <summary>Computes the variance of numbers.</summary>
    public static double Variance(IEnumerable<double> values)
    {
        double[] all = [.. values];
        var mean = all.Average();
        return all.Average(value => (value - mean) * (value - mean));
    }

    private sealed class LatentRow
    {
        public float[] Mean { get; set; } = [];
    }
}
