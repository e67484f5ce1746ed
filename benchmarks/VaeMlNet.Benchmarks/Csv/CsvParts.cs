using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>The parts of scoring a CSV file in one thread. Each pass does the work of the pass before it, and one part more.</summary>
internal sealed class CsvParts : IDisposable
{
    private const int BatchSize = 1024;
    private const int LeastBytes = 1 << 18;

    private readonly CsvProblem problem;
    private readonly VaeModel model;
    private readonly CsvFile file;
    private readonly TableInferenceRows rows;
    private readonly VaeScoreTransformer scorer;
    private readonly IDataView cells;
    private readonly IDataView scores;

    public CsvParts(CsvProblem problem)
    {
        this.problem = problem;
        model = VaeModel.Open(problem.Model, new() { IntraOpThreadCount = 1 });
        file = CsvFile.Open(problem.Data);
        rows = new TableInferenceRows(file, model, new());
        MLContext ml = new(seed: 1);
        cells = rows.View(ml);
        scorer = ml
            .Transforms.VaeScore(
                ScoreWriter.ScoreColumn,
                rows.ColumnNames,
                model,
                new() { BatchSize = BatchSize, PredictedLabelColumnName = ScoreWriter.PredictedLabelColumn }
            )
            .Fit(cells);
        scores = scorer.Transform(cells);
        Candidates =
        [
            Part("blocks", "reading the file, and finding the records", _ => 0),
            Part("records", "+ finding the cells", block => block.ReadRecords().LongCount()),
            Part("cells", "+ encoding the cells", block => Read(block, cells, cells.Schema)),
            Part("scores", "+ running the model", block => Read(block, scores, [scores.Schema["Score"]])),
            Part("results", "+ writing the results", Write),
        ];
    }

    public IReadOnlyList<Candidate> Candidates { get; }

    public void Dispose()
    {
        scorer.Dispose();
        model.Dispose();
    }

    private Candidate Part(string name, string description, Func<CsvFile, long> use) =>
        new(
            $"{problem.Name}-{name}",
            1,
            description,
            problem.RowCount,
            () =>
            {
                double count = 0;
                foreach (var block in CsvBlock.Divide(file, BatchSize, LeastBytes, null))
                {
                    using (block)
                    {
                        count += use(block.Rows);
                    }
                }

                return count;
            }
        )
        {
            Work = name,
        };

    private long Read(CsvFile block, IDataView view, IEnumerable<DataViewSchema.Column> columns)
    {
        rows.Read(block);
        using var cursor = view.GetRowCursor(columns);
        var getScore = view == scores ? cursor.GetGetter<float>(scores.Schema["Score"]) : null;
        long count = 0;
        float score = 0;
        for (; cursor.MoveNext(); count++)
        {
            getScore?.Invoke(ref score);
        }

        return count;
    }

    private long Write(CsvFile block)
    {
        rows.Read(block);
        string[] names = [ScoreWriter.ScoreColumn, ScoreWriter.PredictedLabelColumn];
        using var cursor = scores.GetRowCursor(names.Select(name => scores.Schema[name]));
        using var csv = CsvTable.Writer(Stream.Null);
        var write = new ScoreWriter(keepScores: false, slotNames: null).Bind(cursor);
        long count = 0;
        for (; cursor.MoveNext(); count++)
        {
            write(csv);
            csv.EndRecord();
        }

        return count;
    }
}
