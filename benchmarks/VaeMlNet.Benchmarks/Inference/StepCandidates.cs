using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;

namespace VaeMlNet.Benchmarks;

/// <summary>Creates the candidates that run a step's graphs over rows in memory.</summary>
/// <param name="ml">The ML.NET context.</param>
/// <param name="rows">The rows.</param>
/// <param name="view">The same rows as a view with the column <c>features</c>.</param>
/// <param name="owned">Takes ownership of the resources that the candidates use.</param>
internal sealed class StepCandidates(MLContext ml, float[][] rows, IDataView view, OwnedResources owned)
{
    /// <summary>Creates a candidate that processes all rows.</summary>
    public Candidate New(MeasuredStep step, string name, int threads, string description, Func<double> pass) =>
        new(name + Suffix(threads), threads, description, rows.Length, pass) { Work = step.RawName };

    public Candidate Raw(MeasuredStep step, int threads)
    {
        var raw = owned.Add(new GatheringPass(Chain(step, threads), rows, GraphFile.BatchSize));
        return New(step, step.RawName, threads, "gather from float[][], run", raw.RunAll);
    }

    public Candidate RawFlat(MeasuredStep step, int threads)
    {
        var flat = owned.Add(new FlatPass(Chain(step, threads), rows));
        return New(step, $"{step.RawName}-flat", threads, "runs over rows that lie in one array", flat.RunAll);
    }

    public Candidate RawOneRow(MeasuredStep step, int threads)
    {
        var raw = owned.Add(new GatheringPass(Chain(step, threads), rows, batchSize: 1));
        return New(step, $"{step.RawName}1", threads, "as raw, a run per row", raw.RunAll);
    }

    public Candidate OneCursor(MeasuredStep step, int threads)
    {
        var transformed = step.Fit(threads).Transform(view);
        return New(
            step,
            step.Name,
            threads,
            $"one cursor over LoadFromEnumerable, {step.Name}",
            () => ViewPass.OneCursor(transformed, step.Columns)
        );
    }

    public Candidate ApplyOnnxModel(MeasuredStep step, int threads)
    {
        var transformer = owned.Add(ml.Transforms.ApplyOnnxModel(OnnxOptions(step.Graphs[0], threads)).Fit(view));
        var applied = transformer.Transform(view);
        return New(
            step,
            $"ApplyOnnxModel{step.RawName["raw".Length..]}",
            threads,
            "one cursor over LoadFromEnumerable, ApplyOnnxModel, a run per row",
            () => ViewPass.OneCursor(applied, step.Graphs[0].Outputs)
        );
    }

    /// <summary>Creates a candidate that runs one session on as many threads as there are processors.</summary>
    public Candidate RawOnAllCores(MeasuredStep step) =>
        RawWorkers(step, Environment.ProcessorCount) with
        {
            Name = $"{step.RawName}-all-cores",
        };

    public Candidate RawWorkers(MeasuredStep step, int count)
    {
        var chain = Chain(step, threads: 1);
        GatheringPass[] workers =
        [
            .. Enumerable.Range(0, count).Select(_ => owned.Add(new GatheringPass(chain, rows, GraphFile.BatchSize))),
        ];
        double Pass()
        {
            var next = -1;
            int TakeBatch() => Interlocked.Increment(ref next);
            return ParallelWork.Sum(workers.Select<GatheringPass, Func<double>>(w => () => w.RunBatches(TakeBatch)));
        }

        return New(
            step,
            $"{step.RawName}-{count}-workers",
            1,
            "as raw, batches shared by workers, one session of 1 thread",
            Pass
        ) with
        {
            Threads = count,
        };
    }

    public Candidate CursorSet(MeasuredStep step, int count)
    {
        // A view over an enumerable gives only one cursor, so cache the rows.
        var transformed = step.Fit(1).Transform(ml.Data.Cache(view));
        return New(
            step,
            $"{step.Name}-{count}-cursors",
            1,
            "a cursor set over the cached view, a thread per cursor, one session of 1 thread",
            () => ViewPass.CursorSet(transformed, count, step.Columns)
        ) with
        {
            Threads = count,
        };
    }

    /// <summary>Creates a candidate that reads one cursor over a transformer whose threads and batches are those of its defaults.</summary>
    public Candidate Defaults(MeasuredStep step, string name, ITransformer transformer)
    {
        var transformed = transformer.Transform(view);
        return New(
            step,
            $"{name}-defaults",
            1,
            $"one cursor over LoadFromEnumerable, {name} without options",
            () => ViewPass.OneCursor(transformed, step.Columns)
        ) with
        {
            Threads = Environment.ProcessorCount,
        };
    }

    /// <summary>Returns the options of ApplyOnnxModel.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="threads">The number of threads in each run; null for the defaults.</param>
    public static OnnxOptions OnnxOptions(GraphFile graph, int? threads) =>
        new()
        {
            ModelFile = graph.Path,
            InputColumns = [graph.Input],
            OutputColumns = graph.Outputs,
            InterOpNumThreads = threads is null ? null : 1,
            IntraOpNumThreads = threads,
        };

    /// <summary>Returns the ending of the name of a candidate that uses a number of threads.</summary>
    public static string Suffix(int threads) => threads == 1 ? "" : $"-{threads}-threads";

    private RawChain Chain(MeasuredStep step, int threads) => owned.Add(new RawChain(step.Graphs, threads));
}
