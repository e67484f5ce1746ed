using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>The graphs in saved pipelines.</summary>
public sealed class SavedGraphTests
{
    [Test]
    public void Graphs_OfEveryStep_PassTheOnnxChecker()
    {
        Shared.PythonOnnx.RequireInstalled();
        using var folder = new TemporaryFolder();
        var files = new List<string>();
        foreach (var step in SavedStepCases.All())
        {
            var model = (TinyModel)step.Arguments[0]!;
            var data = new ReusingView(model.Rows(1));
            var transformer = ((IEstimator<ITransformer>)step.Arguments[1]!).Fit(data);
            var graphs = SavedZip.Graphs(SavedZip.Save(transformer, data.Schema));
            Assert.That(graphs, Is.Not.Empty);
            foreach (var graph in graphs)
            {
                files.Add(folder.Write($"{files.Count}.onnx", graph));
            }
        }

        Shared.PythonOnnx.Check(files);
    }

    [Test]
    public void Graph_Saved_GivesRowsAndBatches()
    {
        var model = TinyModel.Gaussian;
        GraphTensor features = new("features", TinyModel.InputDim);
        GraphTensor mean = new("mean", TinyModel.LatentDim);
        var encoder = File.ReadAllBytes(Path.Combine(model.Folder, "encoder.onnx"));
        float[] rows = [.. model.Rows(7).SelectMany(r => r)];
        var settings = SessionSettings.From(VaeDevice.Cpu, 1);

        var edited = new OnnxGraphEditor(encoder)
            .RenameInput(features, "own_name")
            .AddRowOutput("one_row", mean)
            .AddMetadata("key", "välue")
            .ToBytes();

        using var before = SessionPool.Acquire(encoder, settings, new ModelFolderOwner("test"));
        using var after = SessionPool.Acquire(edited, settings, new ModelFolderOwner("test"));
        var expected = GraphRun.Over(before, features, [mean], rows)[0];
        var batched = GraphRun.Over(after, features with { Name = "own_name" }, [mean], rows)[0];

        Assert.That(batched, Is.EqualTo(expected));

        var signature = OnnxModelReader.Read(edited);

        Assert.That(signature.Inputs.Select(i => i.Name), Is.EqualTo(new[] { "own_name" }));
        Assert.That(signature.Inputs[0].IsBatchOf(TinyModel.InputDim));
        Assert.That(
            signature.Outputs.Single(o => o.Name == "one_row").Dimensions,
            Is.EqualTo(new long?[] { TinyModel.LatentDim })
        );
        Assert.That(OnnxMetadata.Find(edited, "key"), Is.EqualTo("välue"));
        Assert.That(OnnxMetadata.Find(edited, "other"), Is.Null);
    }

    [Test]
    public void SlotNames_OfContributions_AreSavedWithTheGraph()
    {
        var model = TinyModel.Bernoulli;
        var data = new ReusingView(model.Rows(3), withSlotNames: true);
        var original = new MLContext(1)
            .Transforms.VaeScore("Score", "Features", model.Folder, new() { ContributionsColumnName = "Why" })
            .Fit(data);
        var expected = ViewColumns.Vectors(original.Transform(data), "Why");

        var loaded = SavedZip.SaveAndLoad(original, data.Schema);
        var restored = new MLContext(1).Model.RestoreBatching(loaded);

        Assert.That(SavedZip.Flatten(restored).OfType<RestoredTransformer>().Count(), Is.EqualTo(1));

        foreach (var transformer in new[] { loaded, restored })
        {
            var view = transformer.Transform(data);
            VBuffer<ReadOnlyMemory<char>> names = default;
            view.Schema["Why"].GetSlotNames(ref names);
            Assert.That(
                names.DenseValues().Select(n => n.ToString()),
                Is.EqualTo(new[] { "slot0", "slot1", "slot2", "slot3", "slot4", "slot5" })
            );
            var why = ViewColumns.Vectors(view, "Why");
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.That(why[i], Is.EqualTo(expected[i]).Within(1e-5), $"row {i}");
            }
        }
    }

    [Test]
    public void Save_Always_LeavesNoFilesBehind()
    {
        using var folder = new TemporaryFolder();
        string[] variables = ["TMPDIR", "TMP", "TEMP"];
        string?[] before = [.. variables.Select(Environment.GetEnvironmentVariable)];
        var data = new ReusingView(TinyModel.Bernoulli.Rows(1));
        ITransformer transformer = new MLContext(1)
            .Transforms.VaeScore("Score", "Features", TinyModel.Bernoulli.Folder)
            .Fit(data);
        try
        {
            Array.ForEach(variables, v => Environment.SetEnvironmentVariable(v, folder.Path));
            SavedZip.Save(transformer, data.Schema);
        }
        finally
        {
            for (var i = 0; i < variables.Length; i++)
            {
                Environment.SetEnvironmentVariable(variables[i], before[i]);
            }
        }

        Assert.That(folder.Entries, Is.Empty);
    }
}
