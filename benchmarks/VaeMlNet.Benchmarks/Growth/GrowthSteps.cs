using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// Creates the points to measure: VaeEncode and VaeScore over rows in memory, with one cursor or a set of cursors.
/// </summary>
internal sealed class GrowthSteps(MLContext ml, OwnedResources owned)
{
    private const string Output = "Output";

    /// <summary>Creates points for VaeEncode and VaeScore with one cursor and several threads in each run.</summary>
    public IEnumerable<GrowthCase> OneCursor(
        string modelFolder,
        float[][] rows,
        int x,
        int threads,
        int? batchSize = null
    )
    {
        var view = View(rows);
        foreach ((var name, var transformed) in Transformed(view, modelFolder, threads, batchSize))
        {
            yield return Case(
                name,
                $"{threads} {(threads == 1 ? "thread" : "threads")}",
                x,
                threads,
                rows.Length,
                () => ViewPass.OneCursor(transformed, Output)
            );
        }
    }

    /// <summary>Creates points for VaeEncode and VaeScore with a set of cursors and sessions of one thread.</summary>
    public IEnumerable<GrowthCase> CursorSet(string modelFolder, float[][] rows, int count)
    {
        var view = ml.Data.Cache(View(rows));
        foreach ((var name, var transformed) in Transformed(view, modelFolder, threads: 1, batchSize: null))
        {
            yield return Case(
                name,
                "cursors",
                count,
                count,
                rows.Length,
                () => ViewPass.CursorSet(transformed, count, Output)
            );
        }
    }

    private IDataView View(float[][] rows) => FeatureDataView.Create(ml, rows, rows[0].Length);

    private IEnumerable<(string Name, IDataView View)> Transformed(
        IDataView view,
        string modelFolder,
        int threads,
        int? batchSize
    )
    {
        var batch = batchSize ?? GraphFile.BatchSize;
        VaeEncodeOptions encode = new() { IntraOpThreadCount = threads, BatchSize = batch };
        VaeScoreOptions score = new() { IntraOpThreadCount = threads, BatchSize = batch };
        const string input = FeatureFileView.ColumnName;
        yield return (
            "VaeEncode",
            owned.Add(ml.Transforms.VaeEncode(Output, input, modelFolder, encode).Fit(view)).Transform(view)
        );
        yield return (
            "VaeScore",
            owned.Add(ml.Transforms.VaeScore(Output, input, modelFolder, score).Fit(view)).Transform(view)
        );
    }

    private static GrowthCase Case(string step, string how, int x, int threads, int rowCount, Func<double> pass)
    {
        var series = $"{step}, {how}";
        // Networks of other widths compute other results, so each has its own checksum.
        var name = FormattableString.Invariant($"{series}, {x}");
        return new(series, x, new Candidate(name, threads, step, rowCount, pass) { Work = name });
    }
}
