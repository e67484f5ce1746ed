using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using Element = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace VaeMlNet.Tests;

/// <summary>
/// A saved and loaded ApplyOnnxModelBatched has the same columns with ML.NET's ApplyOnnxModel, and can run in batches
/// again.
/// </summary>
public sealed class SavedModelTests
{
    private readonly MLContext ml = new(seed: 1);
    private IDataView data = null!;
    private VaeTransformer original = null!;
    private byte[] zip = [];

    [SetUp]
    public void Save()
    {
        var model = new SmallGraph()
            .Input("x", Element.Float, null, null)
            .Output("y.output", Element.Float, null, null)
            .Output("text", Element.String, null, 1)
            .Integers("shape", [-1, 1], 2)
            .Integers("one", [1], 1)
            .Node("Softmax", ["x"], ["y.output"])
            .Node("ReduceSum", ["x", "one"], ["sum"])
            .Node("Cast", ["sum"], ["text"], SmallGraph.Attribute("to", 8))
            .ToBytes();
        data = VectorRow<float>.View(ml, [.. Enumerable.Range(0, 30).Select(i => (float[])[i, i + 1, 2])]);
        var shapes = new Dictionary<string, int[]> { ["x"] = [1, 3], ["y.output"] = [1, 3] };
        original = ml
            .Transforms.ApplyOnnxModelBatched(
                new ApplyOnnxModelBatchedOptions
                {
                    ModelBytes = new MemoryStream(model),
                    ShapeDictionary = shapes,
                    BatchSize = 8,
                }
            )
            .Fit(data);
        zip = SavedZip.Save(original, data.Schema);
    }

    [TearDown]
    public void Dispose() => original.Dispose();

    [Test]
    [Proves(5)]
    public void Load_WithoutVaeMlNet_GivesTheSameColumnsFromApplyOnnxModel()
    {
        var loaded = SavedZip.Load(zip);

        ColumnValues.AssertSame(loaded.Transform(data), original.Transform(data));

        Assert.That(SavedZip.Flatten(loaded).Single(), Is.InstanceOf<OnnxTransformer>());
        Assert.That(SavedZip.Entries(zip, "Model.key").Count(k => SavedZip.Mentions(k, "VaeMlNet")), Is.Zero);
    }

    [Test]
    public void RestoreBatching_Loaded_RunsInBatchesAgain()
    {
        using var restored = (VaeTransformer)ml.Model.RestoreBatching(SavedZip.Load(zip));

        ColumnValues.AssertSame(restored.Transform(data), original.Transform(data));

        Assert.That(
            restored.Lease.Session.RunCount,
            Is.EqualTo(4 + 4 + 4),
            "four rows alone, then four batches for each of two columns"
        );
    }

    [Test]
    public void RestoreBatching_SavedAgain_GivesTheSameValues()
    {
        var restored = ml.Model.RestoreBatching(SavedZip.Load(zip));

        var again = SavedZip.SaveAndLoad(restored, data.Schema);

        ColumnValues.AssertSame(again.Transform(data), SavedZip.Load(zip).Transform(data));
        ColumnValues.AssertSame(ml.Model.RestoreBatching(again).Transform(data), original.Transform(data));
    }

    [Test]
    public void RestoreBatching_InAChain_KeepsTheOtherSteps()
    {
        using var chain = ml
            .Transforms.CopyColumns("kept", "x")
            .Append(ml.Transforms.CopyColumns("z", "x"))
            .Fit(data)
            .Append(original);
        var loaded = SavedZip.SaveAndLoad(chain, data.Schema);

        var restored = ml.Model.RestoreBatching(loaded);

        ColumnValues.AssertSame(restored.Transform(data), chain.Transform(data));

        Assert.That(SavedZip.Flatten(restored).Count(t => t is VaeTransformer), Is.EqualTo(1));
    }

    [TestCase("\"format_version\":1", "\"format_version\":2")]
    [TestCase("\"batch_size\":8", "\"batch_size\":0")]
    [TestCase("\"outputs\":[]", "\"outputs\":[\"nope\"]")]
    [TestCase("{", "[")]
    public void RestoreBatching_DamagedDescription_IsFormatException(string text, string damage)
    {
        var graph = SavedZip.Graphs(zip).Single();
        var description = OnnxMetadata.Find(graph, "vae_batched_model")!;

        Assert.That(description, Does.Contain(text));

        var damaged = OnnxMetadata.Set(graph, "vae_batched_model", description.Replace(text, damage));
        string[] inputs = ["x"];
        string[] outputs = ["y.output", "text"];
        var shapes = new Dictionary<string, int[]> { ["x"] = [1, 3], ["y.output"] = [1, 3] };
        using var stock = ml
            .Transforms.ApplyOnnxModel(outputs, inputs, new MemoryStream(damaged), shapes, null, false)
            .Fit(data);

        Assert.That(
            () => ml.Model.RestoreBatching(stock),
            Throws.TypeOf<FormatException>().With.Message.Contains("vae_batched_model")
        );
    }

    [Test]
    public void RestoreBatching_ModelThatVaeMlNetDidNotSave_StaysAsItIs()
    {
        var model = new SmallGraph()
            .Input("x", Element.Float, null, 3)
            .Output("y", Element.Float, null, 3)
            .Node("Identity", ["x"], ["y"])
            .ToBytes();
        using var stock = ml.Transforms.ApplyOnnxModel(new MemoryStream(model)).Fit(data);

        Assert.That(ml.Model.RestoreBatching(stock), Is.SameAs(stock));
    }
}
