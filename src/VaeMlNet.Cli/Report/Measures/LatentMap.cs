using Microsoft.ML;
using VaeMlNet.Cli.Data;
using VaeMlNet.Cli.Report.Rows;

namespace VaeMlNet.Cli.Report.Measures;

/// <summary>Places of rows in the latent space, in two dimensions.</summary>
/// <param name="Points">A place for each row.</param>
/// <param name="AxisNames">What the two axes are.</param>
internal sealed record LatentMap(IReadOnlyList<(double X, double Y)> Points, (string X, string Y) AxisNames)
{
    private const int Seed = 1;

    /// <summary>Maps rows: by their codes where these have at most two dimensions, else by their first two principal components.</summary>
    public static LatentMap Of(MLContext ml, IReadOnlyList<float[]> codes)
    {
        int width = codes[0].Length;
        return width switch
        {
            1 => new([.. codes.Select(code => ((double)code[0], 0.0))], ("latent 0", "")),
            2 => new([.. codes.Select(code => ((double)code[0], (double)code[1]))], ("latent 0", "latent 1")),
            // Fewer rows than components have none.
            _ when codes.Count < 3 => new(
                [.. codes.Select(code => ((double)code[0], (double)code[1]))],
                ("slot 0 of the latents", "slot 1 of the latents")
            ),
            _ => OfComponents(ml, codes, width),
        };
    }

    private static LatentMap OfComponents(MLContext ml, IReadOnlyList<float[]> codes, int width)
    {
        const string output = "Components";
        IDataView data = FeatureDataView.Create(ml, codes, width);
        var pca = ml.Transforms.ProjectToPrincipalComponents(output, FeatureDataView.ColumnName, rank: 2, seed: Seed);
        IDataView projected = pca.Fit(data).Transform(data);
        using DataViewRowCursor cursor = projected.GetRowCursor([projected.Schema[output]]);
        SlotReader components = SlotReader.OfVector(cursor, output);
        List<(double X, double Y)> points = [];
        while (cursor.MoveNext())
        {
            float[] point = components.Read();
            points.Add((point[0], point[1]));
        }

        double total = Enumerable.Range(0, width).Sum(i => Variance(codes.Select(code => (double)code[i])));
        return new(
            points,
            (
                Name("1st", Variance(points.Select(p => p.X)) / total),
                Name("2nd", Variance(points.Select(p => p.Y)) / total)
            )
        );
    }

    private static string Name(string which, double share) =>
        double.IsFinite(share)
            ? FormattableString.Invariant($"{which} principal component, {100 * share:0} % of variance")
            : $"{which} principal component";

    private static double Variance(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Average();
        return all.Average(value => (value - mean) * (value - mean));
    }
}
