using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>The column of reasons in ML.NET: its type, its cursors, single rows, saving, and the options that exclude it.</summary>
public sealed class ReasonsColumnTests
{
    private readonly MLContext ml = new(seed: 1);
    private readonly TemporaryFolder folder = new();
    private readonly TableRow[] rows = TinyTable.Rows(60);
    private string model = null!;

    [OneTimeSetUp]
    public void MakeModel() => model = UsualTable.Make(folder["m"], "Age", "Job", "Region", "Smoker");

    [OneTimeTearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    [Proves(87)]
    public void Reasons_AnyBatchSize_AreTheSame()
    {
        var expected = Reasons(new() { BatchSize = 1 });

        Assert.That(expected.Select(texts => texts.Length).Distinct().Count(), Is.GreaterThan(1));
        Assert.That(expected.SelectMany(texts => texts).Distinct().Count(), Is.GreaterThan(20));

        foreach (var batchSize in new[] { 7, 64 })
        {
            Assert.That(Reasons(new() { BatchSize = batchSize }), Is.EqualTo(expected));
        }
    }

    [Test]
    [Proves(87)]
    public void Predict_RowByRow_GivesTheReasonsOfTheView()
    {
        var data = TinyTable.View(rows);
        using var scorer = Step(new()).Fit(data);
        var expected = Read(scorer.Transform(data));

        using var engine = ml.Model.CreatePredictionEngine<TableRow, Explained>(
            scorer,
            new PredictionEngineOptions { OwnsTransformer = false }
        );

        Assert.That(rows.Select(row => engine.Predict(row).Reasons), Is.EqualTo(expected));
    }

    [Test]
    [Proves(87)]
    public void Score_WithReasons_IsThatWithout()
    {
        var data = TinyTable.View(rows);
        using var with = Step(new()).Fit(data);
        using var without = ml.Transforms.VaeScore("Score", TinyTable.Names, model).Fit(data);

        Assert.That(
            with.Transform(data).GetColumn<float>("Score"),
            Is.EqualTo(without.Transform(data).GetColumn<float>("Score"))
        );
    }

    [Test]
    [Proves(87)]
    public void Schema_OfTheColumn_IsAVectorOfTextsAndIsPromised()
    {
        var data = TinyTable.View(rows);
        var step = Step(new());
        var promised = step.GetOutputSchema(Shapes.Create(data.Schema)).Single(column => column.Name == "Reasons");
        using var scorer = step.Fit(data);

        var type = scorer.GetOutputSchema(data.Schema)["Reasons"].Type;

        Assert.That(type, Is.EqualTo(new VectorDataViewType(TextDataViewType.Instance)));
        Assert.That(promised.Kind, Is.EqualTo(SchemaShape.Column.VectorKind.VariableVector));
        Assert.That(promised.ItemType, Is.EqualTo(TextDataViewType.Instance));
    }

    [Test]
    [Proves(87)]
    public void Cursors_InTurnsAndInSets_GiveTheSameReasons()
    {
        var data = TinyTable.View(rows);
        using var scorer = Step(new() { BatchSize = 8 }).Fit(data);
        var view = scorer.Transform(data);
        var expected = Read(view);

        var set = view.GetRowCursorSet([view.Schema["Reasons"]], 3);
        List<string[]> read = [];
        foreach (var cursor in set)
        {
            using (cursor)
            {
                var get = cursor.GetGetter<VBuffer<ReadOnlyMemory<char>>>(view.Schema["Reasons"]);
                VBuffer<ReadOnlyMemory<char>> texts = default;
                while (cursor.MoveNext())
                {
                    get(ref texts);
                    read.Add([.. texts.DenseValues().Select(text => text.ToString())]);
                }
            }
        }

        Assert.That(Read(view), Is.EqualTo(expected), "a second cursor");
        Assert.That(read.Select(Joined), Is.EquivalentTo(expected.Select(Joined)));
    }

    [Test]
    [Proves(87)]
    public void Save_WithReasons_IsRefusedWithTheOption()
    {
        var data = TinyTable.View(rows);
        using var scorer = Step(new()).Fit(data);

        Assert.That(
            () => ml.Model.Save(scorer, data.Schema, folder["saved.zip"]),
            Throws
                .Exception.With.Message.Contains("ReasonsColumnName")
                .Or.With.InnerException.Message.Contains("ReasonsColumnName")
        );
    }

    [Test]
    public void VaeScore_ReasonsOfTheMarginalLikelihood_AreRefused() =>
        Assert.That(
            () => Step(new() { Kind = VaeScoreKind.MarginalLikelihood }),
            Throws.ArgumentException.With.Message.Contains("ReasonsColumnName")
        );

    [Test]
    public void Reasons_OfFeatures_HaveTheNamesOfTheSlots()
    {
        var tiny = TinyModel.Gaussian;
        var names = Enumerable.Range(0, TinyModel.InputDim).Select(i => $"sensor {i}").ToArray();
        var features = tiny.Rows(1)[0];
        features[2] = 1000;
        var data = ml.Data.LoadFromEnumerable([new Features { Values = features }]);
        IEstimator<ITransformer> pipeline = new EstimatorChain<ITransformer>();
        foreach (var (i, name) in names.Index())
        {
            pipeline = pipeline
                .Append(
                    ml.Transforms.CustomMapping<Features, One>(
                        (from, to) => to.Value = from.Values[i],
                        contractName: null
                    )
                )
                .Append(ml.Transforms.CopyColumns(name, "Value"));
        }

        var named = pipeline.Append(ml.Transforms.Concatenate("Features", names)).Fit(data).Transform(data);
        using var scorer = ml
            .Transforms.VaeScore("Score", "Features", tiny.Folder, new() { ReasonsColumnName = "Reasons" })
            .Fit(named);

        Assert.That(Read(scorer.Transform(named))[0][0], Does.StartWith("sensor 2 1000, expected about "));
    }

    private static string Joined(string[] texts) => string.Join('|', texts);

    private string[][] Reasons(VaeScoreOptions options)
    {
        var data = TinyTable.View(rows);
        using var scorer = Step(options).Fit(data);
        return Read(scorer.Transform(data));
    }

    private VaeEstimator<VaeScoreTransformer> Step(VaeScoreOptions options) =>
        ml.Transforms.VaeScore("Score", TinyTable.Names, model, options with { ReasonsColumnName = "Reasons" });

    private static string[][] Read(IDataView view) => [.. view.GetColumn<string[]>("Reasons")];

    private sealed class Explained
    {
        public string[] Reasons { get; set; } = [];
    }

    private sealed class Features
    {
        [VectorType(TinyModel.InputDim)]
        public float[] Values { get; set; } = [];
    }

    private sealed class One
    {
        public float Value { get; set; }
    }
}
