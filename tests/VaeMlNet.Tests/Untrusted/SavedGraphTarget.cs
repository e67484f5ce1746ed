using System.Text;
using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>
/// Graphs of saved pipelines, as ML.NET hands them to <c>RestoreBatching</c>: batched again and read. ML.NET reads the zip.
/// </summary>
internal sealed class SavedGraphTarget : FuzzTarget
{
    public const string Name = "saved";

    private const ulong MetadataTag = (14 << 3) | 2;
    private const ulong ValueTag = (2 << 3) | 2;

    private readonly byte[][] graphs;
    private readonly byte[][] models;
    private byte[] damaged = [];

    /// <param name="modelFolder">The model of the steps that are saved.</param>
    public SavedGraphTarget(string modelFolder)
    {
        var ml = new MLContext(seed: 1);
        var data = new ReusingView([]);
        var pipeline = ml
            .Transforms.VaeEncode("Latent", "Features", modelFolder)
            .Append(ml.Transforms.VaeScore("Score", "Features", modelFolder, new() { ContributionsColumnName = "Why" }))
            .Append(ml.Transforms.VaeReconstruct("Reconstruction", "Features", modelFolder));
        graphs = SavedZip.Graphs(SavedZip.Save(pipeline.Fit(data), data.Schema));
        data = new ReusingView([], "features");
        var encoder = Path.Combine(modelFolder, "encoder.onnx");
        var model = ml.Transforms.ApplyOnnxModelBatched(
            new ApplyOnnxModelBatchedOptions { ModelFile = encoder, OutputColumns = ["mean"] }
        );
        models = SavedZip.Graphs(SavedZip.Save(model.Fit(data), data.Schema));
    }

    public override string Damage(int seed)
    {
        var random = new Random(seed);
        (var what, damaged) = random.Next(6) switch
        {
            0 => ("bytes of a graph", ByteMutation.Mutate(OneOf(graphs, random), random)),
            1 or 2 => ("messages of a graph", ProtobufMutation.Mutate(OneOf(graphs, random), random)),
            // Of a model of the user's own only that: ApplyOnnxModelBatched runs whatever ONNX Runtime does.
            3 => ("what a model says of its columns", WithOtherStep(OneOf(models, random), random)),
            _ => ("what a graph says of its step", WithOtherStep(OneOf(graphs, random), random)),
        };
        return what;
    }

    public override void UseOriginal() => Array.ForEach([.. graphs, .. models], Use);

    public override void UseDamaged() => Use(damaged);

    /// <summary>
    /// Returns whether a refusal is documented. A range that is invalid in an opened schema or in values is refused as
    /// every step refuses it.
    /// </summary>
    protected override bool IsDocumented(Exception refusal) =>
        refusal is FormatException or VaeModelException or ArgumentOutOfRangeException or InvalidOperationException;

    private static byte[] WithOtherStep(byte[] graph, Random random)
    {
        var message = ProtobufField.Parse(graph)!;
        var entry = message.Single(f => f.Tag == MetadataTag);
        entry.Children = ProtobufField.Parse(entry.Content)!;
        var value = entry.Children.Single(f => f.Tag == ValueTag);
        value.Children = null;
        value.Content =
            random.Next(5) == 0
                ? ByteMutation.Mutate(value.Content, random)
                : ManifestMutation.Mutate(value.Content, random);
        return ProtobufField.Write(message);
    }

    private static byte[] OneOf(byte[][] originals, Random random) => originals[random.Next(originals.Length)];

    private void Use(byte[] graph) =>
        Documented(() =>
        {
            var settings = SessionSettings.From(new());
            var found =
                SavedStep.Find(graph)?.ToStep(graph, settings) ?? SavedModel.Find(graph)?.ToStep(graph, settings);
            if (found is not { } step)
            {
                return;
            }

            using var sessions = StepSessions.Open(step, new MLContext(1));
            // A stranger's graph does not choose how wide the user's data is.
            var width = Math.Min(step.Inputs[0].Tensor.Width, TinyModel.InputDim);
            float[][] rows = [.. TinyModel.Bernoulli.Rows(3).Select(r => r[..width])];
            var data = new ReusingView(rows, step.Inputs[0].ColumnName);
            var view = new BatchedOnnxView(step, sessions, data);
            foreach (var column in view.Schema.Skip(data.Schema.Count))
            {
                ViewColumns.Vectors(view, column.Name);
            }
        });
}
