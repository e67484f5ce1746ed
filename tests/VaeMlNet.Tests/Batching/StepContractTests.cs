using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>What ML.NET expects of every estimator and transformer, for every step in several column layouts.</summary>
public sealed class StepContractTests
{
    private static readonly TinyModel Model = TinyModel.Bernoulli;
    private static readonly MLContext Ml = new(seed: 1);

    /// <summary>Ways to add a step, each with the width of its input and the names of the columns it adds.</summary>
    private static IEnumerable<TestCaseData> Steps()
    {
        static TestCaseData Case(string name, Func<string, IEstimator<ITransformer>> create, params string[] added) =>
            new TestCaseData(create, TinyModel.InputDim, added).SetArgDisplayNames(name);
        static TestCaseData Latent(string name, Func<string, IEstimator<ITransformer>> create, params string[] added) =>
            new TestCaseData(create, TinyModel.LatentDim, added).SetArgDisplayNames(name);

        TransformsCatalog transforms = Ml.Transforms;
        yield return Case("encode", m => transforms.VaeEncode("Latent", "Features", m), "Latent");
        yield return Case(
            "encode, log-variance",
            m => transforms.VaeEncode("Latent", "Features", m, new() { LogVarianceColumnName = "Spread" }),
            "Latent",
            "Spread"
        );
        yield return Case("encode in place", m => transforms.VaeEncode("Features", null, m), "Features");
        yield return Case("encode over another column", m => transforms.VaeEncode("Text", "Features", m), "Text");
        yield return Case("score", m => transforms.VaeScore("Score", "Features", m), "Score", "PredictedLabel");
        yield return Case(
            "score, no label",
            m => transforms.VaeScore("Score", "Features", m, new() { PredictedLabelColumnName = null }),
            "Score"
        );
        yield return Case(
            "score, contributions",
            m => transforms.VaeScore("Score", "Features", m, new() { ContributionsColumnName = "Why" }),
            "Score",
            "PredictedLabel",
            "Why"
        );
        yield return Latent("decode", m => transforms.VaeDecode("Decoded", "Features", m), "Decoded");
        yield return Latent("decode in place", m => transforms.VaeDecode("Features", null, m), "Features");
        yield return Case("reconstruct", m => transforms.VaeReconstruct("Again", "Features", m), "Again");
        yield return Case("reconstruct in place", m => transforms.VaeReconstruct("Features", null, m), "Features");
    }

    [TestCaseSource(nameof(Steps))]
    public void Schemas_EstimatorTransformerViewAndMapper_Agree(
        Func<string, IEstimator<ITransformer>> create,
        int width,
        string[] added
    )
    {
        foreach (bool withSlotNames in new[] { true, false })
        {
            var data = new ReusingView(Rows(width, 3), withSlotNames: withSlotNames);
            IEstimator<ITransformer> estimator = create(Model.Folder);
            ITransformer transformer = estimator.Fit(data);
            DataViewSchema schema = transformer.GetOutputSchema(data.Schema);
            IRowToRowMapper mapper = transformer.GetRowToRowMapper(data.Schema);

            SchemaShape promised = estimator.GetOutputSchema(Shapes.Of(data.Schema));

            Assert.That(Shapes.Describe(promised), Is.EqualTo(Shapes.Describe(Shapes.Of(schema))));
            Assert.That(Shapes.Describe(transformer.Transform(data).Schema), Is.EqualTo(Shapes.Describe(schema)));
            Assert.That(Shapes.Describe(mapper.OutputSchema), Is.EqualTo(Shapes.Describe(schema)));
            Assert.That(mapper.InputSchema, Is.SameAs(data.Schema));
            Assert.That(transformer.IsRowToRowMapper, Is.True);
            Assert.That(schema.Skip(data.Schema.Count).Select(c => c.Name), Is.EqualTo(added));
        }
    }

    [TestCaseSource(nameof(Steps))]
    public void WrongInput_EverySchemaMethod_IsOutOfRangeAndNamesTheColumn(
        Func<string, IEstimator<ITransformer>> create,
        int width,
        string[] added
    )
    {
        IEstimator<ITransformer> estimator = create(Model.Folder);
        ITransformer transformer = estimator.Fit(new ReusingView(Rows(width, 1)));
        foreach (WrongInput wrong in WrongInput.All(Ml, width))
        {
            void Refuses(Action action, string method)
            {
                var error = Assert.Throws<ArgumentOutOfRangeException>(() => action(), $"{method}, {wrong.Name}");
                Assert.That(error!.ParamName, Is.EqualTo("inputSchema"), $"{method}, {wrong.Name}");
                foreach (string fact in wrong.Facts)
                {
                    Assert.That(error.Message, Does.Contain(fact), $"{method}, {wrong.Name}");
                }
            }

            Refuses(() => estimator.Fit(wrong.Data), "Fit");
            Refuses(() => transformer.GetOutputSchema(wrong.Data.Schema), "GetOutputSchema");
            Refuses(() => transformer.Transform(wrong.Data), "Transform");
            Refuses(() => transformer.GetRowToRowMapper(wrong.Data.Schema), "GetRowToRowMapper");
            if (wrong.IsSeenInShape)
            {
                var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
                    estimator.GetOutputSchema(Shapes.Of(wrong.Data.Schema))
                );
                Assert.That(error!.Message, Does.Contain("'Features'"), wrong.Name);
            }
        }
        Assert.That(added, Is.Not.Empty);
    }

    [TestCaseSource(nameof(Steps))]
    public void Mapper_DependenciesOfItsColumns_AreTheFeatureColumn(
        Func<string, IEstimator<ITransformer>> create,
        int width,
        string[] added
    )
    {
        var data = new ReusingView(Rows(width, 3));
        IRowToRowMapper mapper = create(Model.Folder).Fit(data).GetRowToRowMapper(data.Schema);
        string[] Dependencies(IEnumerable<DataViewSchema.Column> columns) =>
            [.. mapper.GetDependencies(columns).Select(c => c.Name)];

        foreach (string name in added)
        {
            Assert.That(Dependencies([mapper.OutputSchema[name]]), Is.EqualTo(new[] { "Features" }));
        }
        Assert.That(Dependencies([mapper.OutputSchema["Costly"]]), Is.EqualTo(new[] { "Costly" }));
        Assert.That(
            Dependencies([mapper.OutputSchema["Id"], mapper.OutputSchema[added[0]]]),
            Is.EqualTo(new[] { "Id", "Features" })
        );
    }

    [TestCaseSource(nameof(Steps))]
    public void Chain_FitAtOnce_EqualsFittingStepByStep(
        Func<string, IEstimator<ITransformer>> create,
        int width,
        string[] added
    )
    {
        var data = new ReusingView(Rows(width, 20), featureName: "Raw");
        var first = Ml.Transforms.CopyColumns("Features", "Raw");
        IEstimator<ITransformer> second = create(Model.Folder);

        IDataView atOnce = first.Append(second).Fit(data).Transform(data);
        IDataView copied = first.Fit(data).Transform(data);
        IDataView stepByStep = second.Fit(copied).Transform(copied);

        Assert.That(Shapes.Describe(atOnce.Schema), Is.EqualTo(Shapes.Describe(stepByStep.Schema)));
        Assert.That(Values(atOnce, added[0]), Is.EqualTo(Values(stepByStep, added[0])));
    }

    [TestCaseSource(nameof(Steps))]
    public void Save_WithoutContext_IsRefused(Func<string, IEstimator<ITransformer>> create, int width, string[] added)
    {
        ITransformer transformer = create(Model.Folder).Fit(new ReusingView(Rows(width, 1)));

        Assert.That(() => transformer.Save(null), Throws.ArgumentNullException);
        Assert.That(added, Is.Not.Empty);
    }

    [Test]
    public void SlotNames_OfContributions_AreTheInputs()
    {
        var data = new ReusingView(Model.Rows(1), withSlotNames: true);
        var options = new VaeScoreOptions { ContributionsColumnName = "Why" };

        IDataView view = Ml.Transforms.VaeScore("Score", "Features", Model.Folder, options).Fit(data).Transform(data);

        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema["Why"].GetSlotNames(ref names);
        Assert.That(
            names.DenseValues().Select(n => n.ToString()),
            Is.EqualTo(new[] { "slot0", "slot1", "slot2", "slot3", "slot4", "slot5" })
        );
    }

    [Test]
    public void SlotNames_OfReconstructions_AreTheInputs()
    {
        var data = new ReusingView(Model.Rows(1), withSlotNames: true);

        IDataView view = Ml.Transforms.VaeReconstruct("Again", "Features", Model.Folder).Fit(data).Transform(data);

        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema["Again"].GetSlotNames(ref names);
        Assert.That(
            names.DenseValues().Select(n => n.ToString()),
            Is.EqualTo(new[] { "slot0", "slot1", "slot2", "slot3", "slot4", "slot5" })
        );
    }

    private static float[][] Rows(int width, int count) =>
        width == TinyModel.LatentDim ? TinyModel.Latents(count) : Model.Rows(count);

    private static object[] Values(IDataView view, string column) =>
        view.Schema[column].Type is VectorDataViewType
            ? [.. Read.Vectors(view, column)]
            : [.. Read.Column<float>(view, column).Cast<object>()];
}
