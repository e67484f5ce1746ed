using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Dependencies.Tests;

public class PredictionEngineTests
{
    private readonly MLContext ml = new(seed: 1);

    private sealed class Output
    {
        public int Id { get; set; }

        [VectorType(3)]
        public float[] Scaled { get; set; } = [];
        public float Unknown { get; set; } = 8;
    }

    private sealed class Unrelated
    {
        public float Nope { get; set; }
    }

    private sealed class WrongType
    {
        public float Id { get; set; }
    }

    private TransformerChain<NormalizingTransformer> Model()
    {
        var data = Samples.ItemView(ml, 5);
        return ml.Transforms.CopyColumns("Scaled", "Values").Append(ml.Transforms.NormalizeMinMax("Scaled")).Fit(data);
    }

    [Test]
    public void Predict_Examples_AgreeWithTheView()
    {
        var model = Model();
        var expected = model.Transform(Samples.ItemView(ml, 5)).GetColumn<float[]>("Scaled").ToArray();
        using var engine = ml.Model.CreatePredictionEngine<Item, Output>(model);

        var actual = Samples.Items(5).Select(item => engine.Predict(item)).ToArray();

        Assert.That(actual.Select(output => output.Scaled), Is.EqualTo(expected));
        Assert.That(actual.Select(output => output.Id), Is.EqualTo(new[] { 0, 1, 2, 3, 4 }));
        Assert.That(actual[0].Scaled, Is.Not.SameAs(actual[1].Scaled));
    }

    [Test]
    public void Predict_IntoObject_ReusesItsArrays()
    {
        using var engine = ml.Model.CreatePredictionEngine<Item, Output>(Model());
        var output = new Output();
        var items = Samples.Items(3);

        engine.Predict(items[1], ref output);
        var array = output.Scaled;
        engine.Predict(items[2], ref output);

        Assert.That(output.Scaled, Is.SameAs(array));
        Assert.That(array[0], Is.EqualTo(0.5f));
    }

    [Test]
    public void Predict_SameObjectChanged_ComputesAgain()
    {
        using var engine = ml.Model.CreatePredictionEngine<Item, Output>(Model());
        var item = new Item { Values = [1, 2, -1] };

        var before = engine.Predict(item).Scaled[0];
        item.Values = [4, 8, -4];

        Assert.That(before, Is.EqualTo(0.25f));
        Assert.That(engine.Predict(item).Scaled[0], Is.EqualTo(1));
    }

    [Test]
    public void Predict_Null_Throws()
    {
        using var engine = ml.Model.CreatePredictionEngine<Item, Output>(Model());

        Assert.That(
            () => engine.Predict(null!),
            Throws.TypeOf<ArgumentNullException>().With.Property("ParamName").EqualTo("example")
        );
    }

    [Test]
    public void Create_MissingOutputColumn_IsIgnoredUnlessAsked()
    {
        using var engine = ml.Model.CreatePredictionEngine<Item, Output>(Model());

        Assert.That(engine.Predict(new Item { Values = [1, 2, 3] }).Unknown, Is.EqualTo(8));
        Assert.That(
            () => ml.Model.CreatePredictionEngine<Item, Output>(Model(), ignoreMissingColumns: false),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo("Could not find  column 'Unknown' (Parameter 'Schema')")
        );
    }

    [Test]
    public void Create_InputWithoutTheColumn_Throws() =>
        Assert.That(
            () => ml.Model.CreatePredictionEngine<Unrelated, Output>(Model()),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo("Could not find input column 'Values' (Parameter 'inputSchema')")
        );

    [Test]
    public void Create_OutputOfAnotherType_Throws() =>
        Assert.That(
            () => ml.Model.CreatePredictionEngine<Item, WrongType>(Model()),
            Throws.InvalidOperationException.With.Message.EqualTo(
                "Can't bind the IDataView column 'Id' of type 'Int32' to field or property 'Id' of type 'System.Single'."
            )
        );

    [Test]
    public void Create_TransformerThatIsNoRowMapper_Throws() =>
        Assert.That(
            () => ml.Model.CreatePredictionEngine<Item, Output>(new DisposableStage { IsRowToRowMapper = false }),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo("Must be a row to row mapper (Parameter 'transformer')")
        );

    [Test]
    public void OutputSchema_OfEngine_HasTheModelsColumns()
    {
        using var engine = ml.Model.CreatePredictionEngine<Item, Output>(Model());

        Assert.That(engine.OutputSchema.GetColumnOrNull("Scaled"), Is.Not.Null);
    }

    [Test]
    public void Predict_ThirdPartyMapper_IsAskedForOneRow()
    {
        var stage = new DisposableStage();
        using var engine = ml.Model.CreatePredictionEngine<Item, Output>(stage);

        var ids = Samples.Items(3).Select(item => engine.Predict(item).Id).ToArray();

        Assert.That(ids, Is.EqualTo(new[] { 0, 1, 2 }));
        Assert.That(stage.RowsMade, Is.EqualTo(1));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Dispose_Engine_DisposesTheTransformerItOwns(bool owns)
    {
        var stage = new DisposableStage();
        var options = new PredictionEngineOptions { OwnsTransformer = owns };

        ml.Model.CreatePredictionEngine<Item, Output>(stage, options).Dispose();

        Assert.That(stage.IsDisposed, Is.EqualTo(owns));
    }

    [Test]
    public void Dispose_EngineByDefault_DisposesTheTransformer()
    {
        var stage = new DisposableStage();

        ml.Model.CreatePredictionEngine<Item, Output>(stage).Dispose();

        Assert.That(stage.IsDisposed, Is.True);
    }

    private sealed class Loose
    {
        public float[] Values { get; set; } = [];
    }

    [Test]
    public void Create_WithInputSchemaDefinition_UsesItsTypes()
    {
        var definition = SchemaDefinition.Create(typeof(Loose));
        definition["Values"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3);

        using var engine = ml.Model.CreatePredictionEngine<Loose, Output>(Model(), inputSchemaDefinition: definition);

        Assert.That(engine.Predict(new Loose { Values = [4, 8, -4] }).Scaled, Is.EqualTo(new[] { 1f, 1, -1 }));
    }
}
