using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Onnx;

namespace VaeMlNet.Tests;

/// <summary>The behavior of <c>RestoreBatching</c> beyond the values of the columns.</summary>
public sealed class RestoreVaeBatchingTests
{
    private static readonly TinyModel Model = TinyModel.Bernoulli;
    private readonly MLContext ml = new(seed: 1);

    [Test]
    public void Transform_Restored_RunsOncePerSavedBatchOfEachCursor()
    {
        var data = new ReusingView(Model.Rows(100));
        var restored = Restored(Loaded(data, batchSize: 32), out var chain);
        var view = chain.Transform(data);
        var before = restored.Lease.Session.RunCount;

        ViewColumns.Vectors(view, "Latent");
        var withLatent = restored.Lease.Session.RunCount - before;
        ViewColumns.Column<int>(view, "Id");

        // 4 batches of 32; ML.NET shares the rows out among cursors, each of which may end with a batch that is not full.
        var cursors = Math.Max(2, Environment.ProcessorCount - 1);

        Assert.That(withLatent, Is.InRange(4, 3 + cursors));
        Assert.That(restored.Lease.Session.RunCount - before, Is.EqualTo(withLatent), "no run for other columns");
    }

    /// <summary>ML.NET shares out rows in blocks of 128, so that most cursors do not begin at the first row.</summary>
    [TestCase(20, 17)]
    [TestCase(1000, 617)]
    public void Transform_ValueOutsideTheRange_NamesRowAndColumnOfTheUsersData(int rowCount, int row)
    {
        var rows = Model.Rows(rowCount);
        var restored = ml.Model.RestoreBatching(Loaded(new ReusingView(rows)));
        rows[row][4] = 1.73f;

        var error = Assert.Catch(() => ViewColumns.Vectors(restored.Transform(new ReusingView(rows)), "Latent"));

        // ML.NET reads the rows in threads of its own, and wraps what they throw.
        while (error!.InnerException is { } inner)
        {
            error = inner;
        }

        Assert.That(error, Is.TypeOf<VaeRowException>());
        Assert.That(error.Message, Does.Contain($"Row {row}, slot 4 of 'Features' is 1.73"));
    }

    [Test]
    public void Transform_WrongWidth_IsRefusedWithTheUsersColumn()
    {
        var restored = ml.Model.RestoreBatching(Loaded(new ReusingView(Model.Rows(2))));
        var wide = new ReusingView([new float[TinyModel.InputDim * 2]]);

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => restored.Transform(wide));

        Assert.That(error!.Message, Does.Contain("'Features' is Vector<Single, 12>").And.Contain("bernoulli"));
    }

    [Test]
    public void RestoreBatching_PipelineWithoutVae_GivesItBack()
    {
        var data = ml.Data.LoadFromEnumerable(Row.From(Model.Rows(2)));
        var loaded = SavedZip.SaveAndLoad(
            ml.Transforms.CopyColumns("Copy", "Features").Append(ml.Transforms.DropColumns("Text")).Fit(data),
            data.Schema
        );

        Assert.That(ml.Model.RestoreBatching(loaded), Is.SameAs(loaded));
    }

    [Test]
    public void RestoreBatching_ForeignGraph_IsLeftAlone()
    {
        var data = ml.Data.LoadFromEnumerable(Row.From(Model.Rows(2)));
        var loaded = SavedZip.SaveAndLoad(
            ml.Transforms.CopyColumns("features", "Features")
                .Append(ml.Transforms.ApplyOnnxModel("mean", "features", Path.Combine(Model.Folder, "encoder.onnx")))
                .Fit(data),
            data.Schema
        );

        Assert.That(ml.Model.RestoreBatching(loaded), Is.SameAs(loaded));
    }

    [Test]
    public void RestoreBatching_Log_SaysHowManyGraphsRunInBatches()
    {
        var context = new MLContext(seed: 1);
        var lines = new List<string>();
        context.Log += (_, e) => lines.Add(e.Message);
        var data = new ReusingView(Model.Rows(2));

        context.Model.RestoreBatching(Loaded(data));

        string[] said = [.. lines.Where(l => l.Contains("run in batches again", StringComparison.Ordinal))];

        Assert.That(said, Has.Length.EqualTo(1));
        Assert.That(said[0], Does.Contain("1 of the 1 ONNX graphs").And.Contain("RestoreBatching"));
    }

    /// <summary>A stranger's file must not choose how much is allocated.</summary>
    [Test]
    public void ToStep_HugeBatches_AreCutToABoundedLength()
    {
        (var saved, var graph) = SavedEncoder();

        var step = (saved with { BatchSize = int.MaxValue }).ToStep(graph, SessionSettings.From(new()));

        Assert.That(step.BatchSize, Is.EqualTo((32 << 20) / (sizeof(float) * (6 + 2))));
    }

    [Test]
    public void ToStep_TwoColumnsOfOneName_IsFormatException()
    {
        (var saved, var graph) = SavedEncoder();

        Assert.That(
            () => (saved with { Outputs = [.. saved.Outputs, .. saved.Outputs] }).ToStep(graph, default),
            Throws.TypeOf<FormatException>().With.Message.Contains("cannot be batched again")
        );
    }

    private static (SavedStep Saved, byte[] Graph) SavedEncoder()
    {
        var data = new ReusingView([]);
        using var encoder = new MLContext(seed: 1).Transforms.VaeEncode("Latent", "Features", Model.Folder).Fit(data);
        var graph = SavedZip.Graphs(SavedZip.Save(encoder, data.Schema)).Single();
        return (SavedStep.Find(graph)!, graph);
    }

    [Test]
    public void RestoreBatching_Scopes_AreKept()
    {
        var data = ml.Data.LoadFromEnumerable(Row.From(Model.Rows(2)));
        ITransformer encode = ml.Transforms.VaeEncode("Latent", "Features", Model.Folder).Fit(data);
        ITransformer copy = ml.Transforms.CopyColumns("Copy", "Text").Fit(data);
        var chain = new TransformerChain<ITransformer>(
            [copy, encode],
            [TransformerScope.TrainTest, TransformerScope.Everything]
        );

        var restored =
            (TransformerChain<ITransformer>)ml.Model.RestoreBatching(SavedZip.SaveAndLoad(chain, data.Schema));

        Assert.That(restored.GetModelFor(TransformerScope.Training).Count(), Is.EqualTo(2));
        Assert.That(restored.GetModelFor(TransformerScope.Scoring).Count(), Is.EqualTo(1));
    }

    [Test]
    public void Dispose_Restored_ReleasesItsSessionAndLeavesOthers()
    {
        var data = new ReusingView(Model.Rows(3));
        var loaded = Loaded(data);
        var first = Restored(loaded, out var chain);
        var other = ml.Model.RestoreBatching(Loaded(data));
        var view = chain.Transform(data);

        Assert.That(first.Lease.Session.References, Is.EqualTo(2), "equal graphs share a session");

        ((IDisposable)chain).Dispose();

        Assert.Catch<Exception>(() => ViewColumns.Vectors(view, "Latent"));
        Assert.That(first.Lease.Session.References, Is.EqualTo(1));
        Assert.That(ViewColumns.Vectors(other.Transform(data), "Latent"), Has.Length.EqualTo(3));
    }

    [TestCase("{", "metadata")]
    [TestCase("{\"format_version\":2}", "metadata")]
    [TestCase("null", "metadata")]
    public void Find_DamagedMetadata_ReportsIt(string text, string fact)
    {
        var graph = Edited(text);

        var error = Assert.Throws<FormatException>(() => SavedStep.Find(graph));

        Assert.That(error!.Message, Does.Contain(fact).And.Contain("row by row"));
    }

    [TestCase("\"batch_size\":256", "\"batch_size\":0")]
    [TestCase("\"format_version\":1", "\"format_version\":2")]
    [TestCase("\"Width\":6", "\"Width\":-6")]
    [TestCase("\"Width\":2", "\"Width\":3")]
    [TestCase("\"outputs\":[", "\"outputs\":null,\"x\":[")]
    public void Find_MetadataThatDoesNotFitTheGraph_ReportsIt(string good, string bad)
    {
        var zip = SavedZip.Save(
            ml.Transforms.VaeEncode("Latent", "Features", Model.Folder).Fit(new ReusingView(Model.Rows(1))),
            new ReusingView(Model.Rows(1)).Schema
        );
        var graph = SavedZip.Graphs(zip).Single();
        var metadata = OnnxMetadata.Find(graph, "vae_step")!;
        var changed = metadata.Replace(good, bad, StringComparison.OrdinalIgnoreCase);

        Assert.That(changed, Is.Not.EqualTo(metadata));

        var damaged = new OnnxGraphEditor(WithoutMetadata(graph)).AddMetadata("vae_step", changed).ToBytes();

        Assert.That(SavedStep.Find(graph), Is.Not.Null);
        Assert.Throws<FormatException>(() => SavedStep.Find(damaged));
    }

    private static byte[] WithoutMetadata(byte[] graph)
    {
        var kept = new ProtobufWriter();
        var reader = new ProtobufReader(graph);
        while (reader.TryReadTag(out var field, out var type))
        {
            if (field == ModelProto.MetadataProps)
            {
                reader.Skip(type);
            }
            else
            {
                kept.Copy(field, type, ref reader);
            }
        }

        return kept.ToArray();
    }

    private static byte[] Edited(string metadata) =>
        new OnnxGraphEditor(File.ReadAllBytes(Path.Combine(Model.Folder, "encoder.onnx")))
            .AddMetadata("vae_step", metadata)
            .ToBytes();

    private ITransformer Loaded(ReusingView data, int batchSize = 256) =>
        SavedZip.SaveAndLoad(
            ml.Transforms.VaeEncode("Latent", "Features", Model.Folder, new() { BatchSize = batchSize }).Fit(data),
            data.Schema
        );

    private RestoredTransformer Restored(ITransformer loaded, out ITransformer chain)
    {
        chain = ml.Model.RestoreBatching(loaded);
        return SavedZip.Flatten(chain).OfType<RestoredTransformer>().Single();
    }
}
