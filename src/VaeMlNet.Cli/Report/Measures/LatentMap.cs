using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>Places of rows in the latent space, in two dimensions.</summary>
/// <param name="Points">A place for each row.</param>
/// <param name="AxisNames">What the two axes are.</param>
internal sealed record LatentMap(IReadOnlyList<(double X, double Y)> Points, (string X, string Y) AxisNames)
{
    private const int Seed = 1;
    private const int FewestRows = 3;

    /// <summary>Maps rows: by their codes where these vary in at most two dimensions, else by their first two principal components.</summary>
    public static LatentMap Of(MLContext ml, IReadOnlyList<float[]> codes)
    {
        if (codes[0].Length == 1)
        {
            return new([.. codes.Select(code => ((double)code[0], 0.0))], ("latent 0", ""));
        }

        // ML.NET's components of data with constant slots can be NaN.
        int[] varying =
        [
            .. Enumerable.Range(0, codes[0].Length).Where(slot => codes.Any(c => c[slot] != codes[0][slot])),
        ];
        if (varying.Length <= 2)
        {
            int[] constant = [.. Enumerable.Range(0, codes[0].Length).Except(varying)];
            int[] shown = [.. varying.Concat(constant).Take(2).Order()];
            return OfSlots(codes, shown[0], shown[1]);
        }

        float[][] moving = [.. codes.Select(code => varying.Select(slot => code[slot]).ToArray())];
        return OfComponents(ml, moving) ?? OfSlots(codes, varying[0], varying[1]);
    }

    private static LatentMap OfSlots(IReadOnlyList<float[]> codes, int x, int y) =>
        new([.. codes.Select(code => ((double)code[x], (double)code[y]))], ($"latent {x}", $"latent {y}"));

    /// <summary>Returns null where there are none: of few rows, and of rows that hardly vary.</summary>
    private static LatentMap? OfComponents(MLContext ml, float[][] codes)
    {
        var total = Enumerable.Range(0, codes[0].Length).Sum(i => Variance(codes.Select(code => (double)code[i])));
        if (codes.Length < FewestRows || !(total > 0))
        {
            return null;
        }

        (double X, double Y)[] points = [.. Project(ml, codes)];
        return points.All(point => double.IsFinite(point.X) && double.IsFinite(point.Y))
            ? new(
                points,
                (
                    Name("1st", Variance(points.Select(point => point.X)) / total),
                    Name("2nd", Variance(points.Select(point => point.Y)) / total)
                )
            )
            : null;
    }

    private static IEnumerable<(double X, double Y)> Project(MLContext ml, float[][] codes)
    {
        const string output = "Components";
        var data = FeatureDataView.Create(ml, codes, codes[0].Length);
        var pca = ml.Transforms.ProjectToPrincipalComponents(output, FeatureDataView.ColumnName, rank: 2, seed: Seed);
        var projected = pca.Fit(data).Transform(data);
        using var cursor = projected.GetRowCursor([projected.Schema[output]]);
        var components = SlotReader.OfVector(cursor, output);
        while (cursor.MoveNext())
        {
            var point = components.Read();
            yield return (point[0], point[1]);
        }
    }

    private static string Name(string which, double share) =>
        FormattableString.Invariant($"{which} principal component, {100 * share:0} % of variance");

    private static double Variance(IEnumerable<double> values)
    {
        double[] all = [.. values];
        var mean = all.Average();
        return all.Average(value => (value - mean) * (value - mean));
    }
}
