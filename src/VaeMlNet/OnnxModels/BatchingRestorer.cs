using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Onnx;

namespace VaeMlNet;

/// <summary>Finds the graphs of VaeMlNet in a loaded pipeline, and replaces their transformers by batched ones.</summary>
internal sealed class BatchingRestorer(ModelOperationsCatalog catalog, SessionSettings settings)
{
    private const string GraphEntry = "TransformerChain/OnnxModel";

    private static readonly TransformerScope[] Scopes =
    [
        TransformerScope.Training,
        TransformerScope.Testing,
        TransformerScope.Scoring,
    ];

    private readonly IHostEnvironment environment = MlNetInternals.GetEnvironment(catalog);
    private int graphCount;
    private int restoredCount;

    /// <summary>Returns the model with batched transformers; the model itself if it has no graph of VaeMlNet.</summary>
    /// <exception cref="FormatException">The saved data about a graph's step is damaged.</exception>
    public ITransformer Restore(ITransformer model)
    {
        var restored = RestoreStage(model);
        using var channel = environment.Start("RestoreBatching");
        channel.Info(
            MessageSensitivity.None,
            "{0} of the {1} ONNX graphs of the pipeline run in batches again; the others still run row by row.",
            restoredCount,
            graphCount
        );
        return restored;
    }

    private ITransformer RestoreStage(ITransformer stage) =>
        stage switch
        {
            TransformerChain<ITransformer> chain => RestoreChain(chain),
            OnnxTransformer graph => RestoreGraph(graph),
            _ => stage,
        };

    private TransformerChain<ITransformer> RestoreChain(TransformerChain<ITransformer> chain)
    {
        ITransformer[] stages = [.. chain];
        ITransformer[] restored = [.. stages.Select(RestoreStage)];
        return stages.SequenceEqual(restored) ? chain : new(restored, stages.Select(stage => ScopeOf(stage, chain)));
    }

    /// <summary>
    /// Finds the scope of a stage. A chain does not expose the scopes, but it exposes which stages remain in each scope.
    /// </summary>
    private static TransformerScope ScopeOf(ITransformer stage, TransformerChain<ITransformer> chain) =>
        Scopes
            .Where(scope => chain.GetModelFor(scope).Contains(stage))
            .Aggregate(TransformerScope.None, (all, scope) => all | scope);

    private ITransformer RestoreGraph(OnnxTransformer transformer)
    {
        graphCount++;
        var graph = GraphOf(transformer);
        var found = SavedStep.Find(graph)?.ToStep(graph, settings) ?? SavedModel.Find(graph)?.ToStep(graph, settings);
        if (found is not { } step)
        {
            return transformer;
        }

        var sessions = StepSessions.Open(step, environment);
        restoredCount++;
        return new RestoredTransformer(step, sessions, transformer);
    }

    /// <summary>
    /// Returns the graph of a loaded OnnxTransformer. The transformer exposes it only by saving it, as a file with its length
    /// in front.
    /// </summary>
    /// <remarks>ML.NET has just written the zip in memory, so its names, sizes and ratios can be trusted.</remarks>
    private byte[] GraphOf(OnnxTransformer transformer)
    {
        using var zip = new MemoryStream();
        catalog.Save(transformer, null, zip);
        using var archive = new ZipArchive(zip, ZipArchiveMode.Read);
        // On Windows, ML.NET writes the other separator.
        using var entry = archive.Entries.Single(e => e.FullName.Replace('\\', '/') == GraphEntry).Open();
        var length = new byte[sizeof(int)];
        entry.ReadExactly(length);
        var graph = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
        entry.ReadExactly(graph);
        return graph;
    }
}

/// <summary>A transformer that replaces the ApplyOnnxModel of a loaded pipeline and runs its graph in batches.</summary>
/// <remarks>It owns the replaced transformer: saving saves the replaced transformer, and disposing disposes it.</remarks>
internal sealed class RestoredTransformer(BatchedOnnxStep step, StepSessions sessions, OnnxTransformer replaced)
    : VaeTransformer(step, sessions)
{
    private protected override void Save(ModelSaveContext context) => ((ICanSaveModel)replaced).Save(context);

    private protected override void DisposeOwned() => replaced.Dispose();
}
