using System.Text;
using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>
/// Graphs of saved pipelines, as ML.NET hands them to <c>RestoreVaeBatching</c>: batched again and read. ML.NET reads the zip.
/// </summary>
internal sealed class SavedGraphTarget : FuzzTarget
{
    public const string Name = "saved";

    private const ulong MetadataTag = (14 << 3) | 2;
    private const ulong ValueTag = (2 << 3) | 2;

    private readonly byte[][] originals;
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
        originals = SavedZip.Graphs(SavedZip.Save(pipeline.Fit(data), data.Schema));
    }

    public override string Damage(int seed)
    {
        var random = new Random(seed);
        byte[] original = originals[random.Next(originals.Length)];
        (string what, damaged) = random.Next(5) switch
        {
            0 => ("bytes of a graph", ByteMutation.Mutate(original, random)),
            1 or 2 => ("messages of a graph", ProtobufMutation.Mutate(original, random)),
            _ => ("what a graph says of its step", WithOtherStep(original, random)),
        };
        return what;
    }

    public override void UseOriginal() => Array.ForEach(originals, Use);

    public override void UseDamaged() => Use(damaged);

    /// <summary>The range of an opened schema and of values are refused as every step refuses them.</summary>
    protected override bool IsDocumented(Exception refusal) =>
        refusal is FormatException or VaeModelException or ArgumentOutOfRangeException or InvalidOperationException;

    private static byte[] WithOtherStep(byte[] graph, Random random)
    {
        List<ProtobufField> message = ProtobufField.Parse(graph)!;
        ProtobufField entry = message.Single(f => f.Tag == MetadataTag);
        ProtobufField value = ProtobufField.Parse(entry.Content)!.Single(f => f.Tag == ValueTag);
        byte[] mutated =
            random.Next(5) == 0
                ? ByteMutation.Mutate(value.Content, random)
                : ManifestMutation.Mutate(value.Content, random);
        entry.Children = null;
        entry.Content = new ProtobufBytes().Text(1, "vae_step").Bytes(2, mutated).ToArray();
        return ProtobufField.Write(message);
    }

    private void Use(byte[] graph) =>
        Documented(() =>
        {
            if (SavedStep.Find(graph) is not { } saved)
            {
                return;
            }
            BatchedOnnxStep step = saved.ToStep(graph, SessionSettings.From(new()));
            using var sessions = StepSessions.Open(step, new MLContext());
            // A stranger's graph does not choose how wide the user's data is.
            int width = Math.Min(saved.Input.Width, TinyModel.InputDim);
            float[][] rows = [.. TinyModel.Bernoulli.Rows(3).Select(r => r[..width])];
            var data = new ReusingView(rows, saved.Input.Name);
            var view = new BatchedOnnxView(step, sessions, data);
            foreach (DataViewSchema.Column column in view.Schema.Skip(data.Schema.Count))
            {
                Read.Vectors(view, column.Name);
            }
        });
}
