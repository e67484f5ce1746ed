using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>
/// Measures a model on a file in two passes: scores of all rows, then some rows closely. Memory does not grow with the file.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="rows">The file.</param>
/// <param name="labels">Labels of its rows; null for none.</param>
/// <param name="settings">How much is looked at.</param>
/// <param name="context">Where bars are shown, and what cancels.</param>
internal sealed class ReportMeasurement(
    VaeModel model,
    InferenceRows rows,
    RowLabels? labels,
    ReportSettings settings,
    CommandContext context
)
{
    private const int MostCells = 12;

    private readonly MLContext ml = new();
    private readonly RowLayout layout = RowLayout.Of(model, rows);

    /// <summary>Runs both passes.</summary>
    /// <exception cref="CommandException">The file is damaged, has no rows, or does not hold what the model takes.</exception>
    public ReportFacts Run()
    {
        var scored = context.Terminal.RunWithBar(
            $"scoring {rows.Path}",
            bar => new ScorePass(model, rows, labels, settings).Run(ml, bar, context.CancellationToken)
        );
        var facts = context.Terminal.RunWithBar($"encoding {rows.Path}", bar => Look(scored, bar));
        rows.Warn(context.Terminal);
        return facts;
    }

    private ReportFacts Look(ScoredFile scored, IProgress<double> bar)
    {
        HashSet<long> chosen = [.. scored.Chosen];
        HashSet<long> top = [.. scored.Top.Select(row => row.Row)];
        var examples = ExamplesOf(scored.Chosen);
        LatentUseMeasure latents = new(model.Manifest.Latent);
        ColumnErrors[] columns = [.. layout.Columns.Select(column => new ColumnErrors(column))];
        List<MappedRow> mapped = [];
        Dictionary<long, DetailedRow> kept = [];
        long[] wanted = [.. chosen.Union(top).Order()];
        foreach (var row in new DetailPass(model, rows, labels).Run(ml, wanted, bar, context.CancellationToken))
        {
            if (top.Contains(row.Row) || examples.Contains(row.Row))
            {
                kept[row.Row] = row;
            }

            if (chosen.Contains(row.Row))
            {
                mapped.Add(Mapped(row));
                latents.Add(row);
                Array.ForEach(columns, column => column.Add(row));
            }
        }

        return new ReportFacts
        {
            Model = model,
            Layout = layout,
            Scored = scored,
            Rows = mapped,
            Map = LatentMap.Of(ml, [.. mapped.Select(row => row.Code)]),
            Latents = latents.Latents(),
            Columns = columns,
            Examples = [.. examples.Order().Select(row => kept[row])],
            Top = [.. scored.Top.Select(row => kept[row.Row])],
        };
    }

    private HashSet<long> ExamplesOf(IReadOnlyList<long> chosen)
    {
        long[] shuffled = [.. chosen];
        new Random(settings.Seed).Shuffle(shuffled);
        return [.. shuffled.Take(settings.ExampleCount)];
    }

    private MappedRow Mapped(DetailedRow row) =>
        new(
            row.Row,
            row.Label,
            row.Score,
            row.Code,
            [.. layout.Columns.Take(MostCells).Select(column => column.Text(row.Slots))],
            layout.IsImage ? Thumbnail.Of(row.Slots, layout.Height, layout.Width, Thumbnail.TooltipEdge).Pixels : []
        );
}
