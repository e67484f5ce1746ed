using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Onnx;

namespace VaeMlNet;

/// <summary>Finds the graphs of VaeMlNet in a loaded pipeline and lets them run in batches.</summary>
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

    /// <summary>The model with what can be batched batched; the model itself when there is nothing.</summary>
    /// <exception cref="FormatException">What a graph says of its step is damaged.</exception>
    public ITransformer Restore(ITransformer model)
    {
        var restored = RestoreStage(model);
        using var channel = environment.Start(nameof(VaeModelCatalog.RestoreVaeBatching));
        channel.Info(
            MessageSensitivity.None,
            "{0} of the {1} ONNX graphs of the pipeline run in batches again; the others stay as they were loaded.",
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

    /// <summary>A chain does not show its stages' scopes, but it shows who is left in each.</summary>
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

    /// <summary>A loaded OnnxTransformer shows its graph only by saving it: a file with the length in front.</summary>
    /// <remarks>The zip is one that ML.NET has just written, in memory: no stranger's names, sizes or ratios are in it.</remarks>
    private byte[] GraphOf(OnnxTransformer transformer)
    {
        using var zip = new MemoryStream();
        catalog.Save(transformer, null, zip);
        using var archive = new ZipArchive(zip, ZipArchiveMode.Read);
        // On Windows ML.NET writes the other separator.
        using var entry = archive.Entries.Single(e => e.FullName.Replace('\\', '/') == GraphEntry).Open();
        var length = new byte[sizeof(int)];
        entry.ReadExactly(length);
        var graph = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
        entry.ReadExactly(graph);
        return graph;
    }
}
