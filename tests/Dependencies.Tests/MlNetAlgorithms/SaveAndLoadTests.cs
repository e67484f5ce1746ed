using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using ReplacementMode = Microsoft.ML.Transforms.MissingValueReplacingEstimator.ReplacementMode;

namespace Dependencies.Tests;

public class SaveAndLoadTests
{
    private readonly MLContext ml = new(seed: 1);

    private sealed class Raw
    {
        [VectorType(4)]
        [ColumnName("input")]
        public float[] Input { get; set; } = [];

        public string Name { get; set; } = "";
        public float Amount { get; set; }
    }

    [Test]
    public void Load_SavedPipeline_HasSameSchemaAndValues()
    {
        var data = ml.Data.LoadFromEnumerable(RawRows());
        var pipeline = ml
            .Transforms.ApplyOnnxModel(new MemoryStream(TinyOnnx.Linear()))
            .Append(ml.Transforms.CopyColumns("Copy", "input"))
            .Append(ml.Transforms.Concatenate("Features", "Copy", "Amount"))
            .Append(ml.Transforms.NormalizeMinMax("Features"))
            .Append(ml.Transforms.Conversion.MapValueToKey("Label", "Name"))
            .Append(ml.Transforms.ProjectToPrincipalComponents("Components", "Features", rank: 2, seed: 1))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0))
            .Append(ml.Transforms.Conversion.MapKeyToValue("Predicted", "PredictedLabel"))
            .Append(ml.Transforms.DropColumns("Copy"));
        using var model = pipeline.Fit(data);

        var loaded = SaveAndLoad(model, data.Schema, out var schema);

        Assert.That(
            schema.Select(column => column.ToString()),
            Is.EqualTo(data.Schema.Select(column => column.ToString()))
        );
        Assert.That(
            loaded
                .GetOutputSchema(schema)
                .Where(column => !column.IsHidden)
                .Select(column => $"{column.Name} {column.Type}"),
            Is.EqualTo(
                model
                    .GetOutputSchema(data.Schema)
                    .Where(column => !column.IsHidden)
                    .Select(column => $"{column.Name} {column.Type}")
            )
        );

        var expected = model.Transform(data);
        var actual = loaded.Transform(data);
        foreach (var column in new[] { "output", "Features", "Components", "Score" })
        {
            Assert.That(actual.GetColumn<float[]>(column), Is.EqualTo(expected.GetColumn<float[]>(column)), column);
        }

        Assert.That(actual.GetColumn<string>("Predicted"), Is.EqualTo(expected.GetColumn<string>("Predicted")));

        (loaded as IDisposable)?.Dispose();
    }

    [Test]
    public void Load_SavedTablePipeline_HasSameSchemaAndValues()
    {
        var data = ml.Data.LoadFromEnumerable(TableRows());
        var pipeline = ml
            .Transforms.IndicateMissingValues("IsMissing", "Amount")
            .Append(ml.Transforms.ReplaceMissingValues("Amount", null, ReplacementMode.Mean))
            .Append(ml.Transforms.ReplaceMissingValues("input", null, ReplacementMode.Maximum))
            .Append(ml.Transforms.Categorical.OneHotEncoding([new("NameVector", "Name")]))
            .Append(ml.Transforms.Conversion.MapValueToKey("Key", "Name"))
            .Append(ml.Transforms.Conversion.MapKeyToVector("KeyVector", "Key"));
        var model = pipeline.Fit(data);

        var loaded = SaveAndLoad(model, data.Schema, out var schema);

        Assert.That(
            loaded.GetOutputSchema(schema).Select(column => column.ToString()),
            Is.EqualTo(model.GetOutputSchema(data.Schema).Select(column => column.ToString()))
        );

        // Rows that were not there when the pipeline was fitted: an unseen name, and values missing elsewhere.
        var others = ml.Data.LoadFromEnumerable([
            new Raw
            {
                Name = "dog",
                Amount = float.NaN,
                Input = [1, float.NaN, 2, float.NaN],
            },
            .. TableRows(),
        ]);
        var expected = model.Transform(others);
        var actual = loaded.Transform(others);
        foreach (var column in new[] { "input", "NameVector", "KeyVector" })
        {
            Assert.That(actual.GetColumn<float[]>(column), Is.EqualTo(expected.GetColumn<float[]>(column)), column);
        }

        Assert.That(actual.GetColumn<float>("Amount"), Is.EqualTo(expected.GetColumn<float>("Amount")));
        Assert.That(actual.GetColumn<bool>("IsMissing"), Is.EqualTo(expected.GetColumn<bool>("IsMissing")));
        Assert.That(actual.GetColumn<float[]>("NameVector").First(), Is.All.Zero);
    }

    [Test]
    public void Load_SavedAnomalyDetector_KeepsThresholdAndScores()
    {
        var data = ml.Data.LoadFromEnumerable(RawRows());
        var trained = ml.AnomalyDetection.Trainers.RandomizedPca("input", rank: 2, seed: 1).Fit(data);
        var model = ml.AnomalyDetection.ChangeModelThreshold(trained, 0.2f);

        var loaded = SaveAndLoad(model, data.Schema, out _);

        var expected = model.Transform(data);
        var actual = loaded.Transform(data);

        Assert.That(actual.GetColumn<float>("Score"), Is.EqualTo(expected.GetColumn<float>("Score")));
        Assert.That(actual.GetColumn<bool>("PredictedLabel"), Is.EqualTo(expected.GetColumn<bool>("PredictedLabel")));
    }

    [Test]
    public void Load_SavedChain_IsChainOfItsStages()
    {
        var data = ml.Data.LoadFromEnumerable(RawRows());
        using var model = ml
            .Transforms.CopyColumns("Copy", "input")
            .Append(ml.Transforms.ApplyOnnxModel(new MemoryStream(TinyOnnx.Linear())))
            .Fit(data);

        var loaded = SaveAndLoad(model, data.Schema, out _);

        Assert.That(loaded, Is.InstanceOf<IEnumerable<ITransformer>>());
        Assert.That(
            ((IEnumerable<ITransformer>)loaded).Select(stage => stage.GetType()),
            Is.EqualTo(((IEnumerable<ITransformer>)model).Select(stage => stage.GetType()))
        );

        (loaded as IDisposable)?.Dispose();
    }

    [Test]
    public void Save_OneOnnxTransformer_ContainsModelBytesWithTheirLength()
    {
        var bytes = TinyOnnx.Linear();
        var data = ml.Data.LoadFromEnumerable(RawRows());
        using var model = ml.Transforms.ApplyOnnxModel(new MemoryStream(bytes)).Fit(data);
        using var stream = new MemoryStream();

        ml.Model.Save(model, null, stream);

        var entry = ReadEntry(stream, "TransformerChain/OnnxModel");

        Assert.That(BinaryPrimitives.ReadInt32LittleEndian(entry), Is.EqualTo(bytes.Length));
        Assert.That(entry.AsSpan(4).ToArray(), Is.EqualTo(bytes));
    }

    [Test]
    public void Save_Chain_ContainsStagesInNumberedDirectories()
    {
        var bytes = TinyOnnx.Linear();
        var data = ml.Data.LoadFromEnumerable(RawRows());
        using var model = ml
            .Transforms.CopyColumns("Copy", "input")
            .Append(ml.Transforms.ApplyOnnxModel(new MemoryStream(bytes)))
            .Fit(data);
        using var stream = new MemoryStream();

        ml.Model.Save(model, data.Schema, stream);

        Assert.That(
            ReadEntry(stream, "TransformerChain/Transform_001/OnnxModel"),
            Has.Length.EqualTo(bytes.Length + 4)
        );
        Assert.That(ReadEntry(stream, "TransformerChain/Transform_000/Model.key"), Is.Not.Empty);
        Assert.That(ReadEntry(stream, "Schema"), Is.Not.Empty);
    }

    [Test]
    public void Load_NoZip_ThrowsFormatException()
    {
        Assert.That(
            () => ml.Model.Load(new MemoryStream([1, 2, 3, 4, 5]), out _),
            Throws.TypeOf<FormatException>().With.Message.Contains("zip archive")
        );
    }

    private ITransformer SaveAndLoad(ITransformer model, DataViewSchema schema, out DataViewSchema loadedSchema)
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.zip");
        try
        {
            ml.Model.Save(model, schema, file);
            return new MLContext(seed: 2).Model.Load(file, out loadedSchema);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static byte[] ReadEntry(MemoryStream zip, string path)
    {
        using var archive = new ZipArchive(new MemoryStream(zip.ToArray()), ZipArchiveMode.Read);
        using var entry = archive.Entries.Single(e => e.FullName.Replace('\\', '/') == path).Open();
        using var copy = new MemoryStream();
        entry.CopyTo(copy);
        return copy.ToArray();
    }

    private static Raw[] TableRows()
    {
        var rows = RawRows();
        for (var i = 0; i < rows.Length; i += 3)
        {
            rows[i].Amount = float.NaN;
            rows[i].Input[i % 4] = float.NaN;
        }

        return rows;
    }

    private static Raw[] RawRows()
    {
        var random = new Random(3);
        string[] names = ["ant", "bee", "cat"];
        return Enumerable
            .Range(0, 60)
            .Select(i => new Raw
            {
                Name = names[i % 3],
                Amount = i,
                Input = Enumerable
                    .Range(0, 4)
                    .Select(j => (float)Rows.Gaussian(random) + (i % 3 == j ? 2 : 0))
                    .ToArray(),
            })
            .ToArray();
    }
}
