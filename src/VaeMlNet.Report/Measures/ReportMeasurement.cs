using Microsoft.ML;

namespace VaeMlNet.Report;

/// <summary>
/// Measures a model on data in three passes: the scores of all rows, then the details of some rows, then the reasons of the highest scores. Memory
/// does not grow with the number of rows.
/// </summary>
/// <param name="rows">The rows.</param>
/// <param name="options">The number of rows of each kind, and the seed.</param>
internal sealed class ReportMeasurement(ReportRows rows, VaeReportOptions options)
{
    private const int MostCells = 12;
    private const int MostComparedColumns = 100;
    private const int MostSyntheticRows = 1000;
    private const int PairCandidates = 60;
    private const int MostPairs = 5;
    private const int MostTraversals = 10;

    private readonly MLContext ml = new();

    /// <summary>Runs the passes.</summary>
    /// <exception cref="InvalidOperationException">The data has no rows, or the model does not allow one of its values.</exception>
    /// <exception cref="ArgumentException">The training rows lack a column.</exception>
    public ReportFacts Run(CancellationToken cancellationToken)
    {
        var scored = new ScorePass(rows, options).Run(ml, cancellationToken);
        HashSet<long> chosen = [.. scored.Chosen];
        HashSet<long> top = [.. scored.Top.Select(row => row.Row)];
        var shuffled = Shuffle(scored.Chosen);
        HashSet<long> examples = [.. shuffled.Take(options.ExampleCount)];
        HashSet<long> candidates = [.. shuffled.Take(PairCandidates)];
        LatentUseMeasure latents = new(rows.Model.Manifest.Latent);
        ColumnReconstruction[] columns = [.. rows.Layout.Columns.Select(column => new ColumnReconstruction(column))];
        (List<MappedRow> mapped, List<MappedRow> others) = ([], []);
        (List<float[]> slots, List<float[]> decoded) = ([], []);
        Dictionary<long, DetailedRow> kept = [];
        DetailPass details = new(rows);
        foreach (var row in details.Run(ml, [.. chosen.Union(top).Order()], cancellationToken))
        {
            if (top.Contains(row.Row) || examples.Contains(row.Row) || candidates.Contains(row.Row))
            {
                kept[row.Row] = row;
            }

            if (!chosen.Contains(row.Row))
            {
                others.Add(Map(row));
                continue;
            }

            mapped.Add(Map(row));
            latents.Add(row.LatentMean, row.LogVariance);
            Array.ForEach(columns, column => column.Add(row));
            if (!rows.Layout.IsImage)
            {
                slots.Add(row.Slots);
                decoded.Add(row.Decoded);
            }
        }

        var used = latents.Latents();
        ComparedRows sets = new(
            slots,
            decoded,
            rows.Layout.IsImage ? [] : Synthesize(),
            rows.Layout.IsImage ? [] : new TrainingRows(rows).Read(options.Seed, cancellationToken),
            rows.Model.Manifest.Training.Rows
        );
        var compared = DataDrift.Correct([.. CompareColumns(sets)]);
        return new ReportFacts
        {
            Model = rows.Model,
            Layout = rows.Layout,
            Scored = scored,
            Training = TrainingCourse.Of(rows.Model),
            Rows = mapped,
            OtherRows = others,
            Map = LatentMap.Project(ml, [.. mapped.Select(row => row.LatentMean)]),
            Latents = used,
            Columns = columns,
            Compared = compared,
            Drift = DataDrift.Measure(rows.Model, compared, sets, scored, options.Seed),
            Traversals = Traverse(used, kept[examples.Min()]),
            Pairs = DistantPairs.Choose([.. candidates.Order().Select(row => kept[row])], MostPairs),
            Ranking = RankingQuality.Measure(scored),
            Examples = [.. examples.Order().Select(row => kept[row])],
            Top = [.. scored.Top.Select(row => kept[row.Row])],
            Reasons = details.ReadReasons(ml, [.. top.Order()], cancellationToken),
        };
    }

    private long[] Shuffle(IReadOnlyList<long> chosen)
    {
        long[] shuffled = [.. chosen];
        new Random(options.Seed).Shuffle(shuffled);
        return shuffled;
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
            layout.Image is { } shape ? Thumbnail.Shrink(layout.ToPixels(row.Slots), shape, Thumbnail.TooltipEdge) : []
        )
        {
            PValue = row.PValue,
        };
    }

    private float[][] Synthesize() => [.. SyntheticRows.Draw(rows.Model, MostSyntheticRows, options.Seed)];

    private IEnumerable<ColumnComparison> CompareColumns(ComparedRows sets)
    {
        (VaeColumn Column, int Slot)[] sources =
        [
            .. rows.Model.Manifest.Columns.SelectMany(column =>
                Enumerable.Range(0, column.Width).Select(slot => (column, slot))
            ),
        ];
        return rows
            .Layout.Columns.Take(MostComparedColumns)
            .Select(column =>
                ColumnComparison.Create(column, sources[column.Slot].Column, sources[column.Slot].Slot, sets)
            );
    }

    /// <summary>Decodes the traversals. Without conditions, the latents of a model with conditions are not decoded.</summary>
    private Traversal[] Traverse(IReadOnlyList<VaeLatentUse> latents, DetailedRow example)
    {
        var model = rows.Model;
        return model.Manifest.Conditions is not null
            ? []
            :
            [
                .. latents
                    .OrderByDescending(latent => latent.Kl)
                    .Take(MostTraversals)
                    .Select(latent =>
                        Traversal.Decode(model, latent.Index, Traversal.TypicalLatent(model.Manifest.Latent, example))
                    ),
            ];
    }
}
