using Microsoft.ML;

namespace VaeMlNet.Report;

/// <summary>
/// Measures a model on data in two passes: the scores of all rows, then the details of some rows. Memory does not grow with the
/// number of rows.
/// </summary>
/// <param name="rows">The rows.</param>
/// <param name="options">The number of rows of each kind, and the seed.</param>
internal sealed class ReportMeasurement(ReportRows rows, VaeReportOptions options)
{
    private const int MostCells = 12;

    private readonly MLContext ml = new();

    /// <summary>Runs both passes.</summary>
    /// <exception cref="InvalidOperationException">The data has no rows, or the model does not allow one of its values.</exception>
    public ReportFacts Run(CancellationToken cancellationToken)
    {
        var scored = new ScorePass(rows, options).Run(ml, cancellationToken);
        HashSet<long> chosen = [.. scored.Chosen];
        HashSet<long> top = [.. scored.Top.Select(row => row.Row)];
        var examples = ChooseExamples(scored.Chosen);
        LatentUseMeasure latents = new(rows.Model.Manifest.Latent);
        ColumnReconstruction[] columns = [.. rows.Layout.Columns.Select(column => new ColumnReconstruction(column))];
        List<MappedRow> mapped = [];
        Dictionary<long, DetailedRow> kept = [];
        foreach (var row in new DetailPass(rows).Run(ml, [.. chosen.Union(top).Order()], cancellationToken))
        {
            if (top.Contains(row.Row) || examples.Contains(row.Row))
            {
                kept[row.Row] = row;
            }

            if (chosen.Contains(row.Row))
            {
                mapped.Add(Map(row));
                latents.Add(row.LatentMean, row.LogVariance);
                Array.ForEach(columns, column => column.Add(row));
            }
        }

        return new ReportFacts
        {
            Model = rows.Model,
            Layout = rows.Layout,
            Scored = scored,
            Rows = mapped,
            Map = LatentMap.Project(ml, [.. mapped.Select(row => row.LatentMean)]),
            Latents = latents.Latents(),
            Columns = columns,
            Examples = [.. examples.Order().Select(row => kept[row])],
            Top = [.. scored.Top.Select(row => kept[row.Row])],
        };
    }

    private HashSet<long> ChooseExamples(IReadOnlyList<long> chosen)
    {
        long[] shuffled = [.. chosen];
        new Random(options.Seed).Shuffle(shuffled);
        return [.. shuffled.Take(options.ExampleCount)];
    }

    private MappedRow Map(DetailedRow row)
    {
        var layout = rows.Layout;
        return new(
            row.Row,
            row.Label,
            row.Score,
            row.LatentMean,
            [.. layout.Columns.Take(MostCells).Select(column => column.Text(row.Slots))],
            layout.IsImage ? Thumbnail.Shrink(row.Slots, layout.Height, layout.Width, Thumbnail.TooltipEdge).Pixels : []
        );
    }
}
