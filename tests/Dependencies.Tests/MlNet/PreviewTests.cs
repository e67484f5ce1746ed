using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class PreviewTests
{
    private readonly MLContext ml = new(seed: 1);

    [Test]
    public void Preview_OfView_HasItsFirstRowsByRowAndByColumn()
    {
        var data = Samples.ItemView(ml, 5);

        var preview = data.Preview(maxRows: 2);

        Assert.That(preview.Schema, Is.SameAs(data.Schema));
        Assert.That(preview.ToString(), Is.EqualTo("3 columns, 2 rows"));
        Assert.That(preview.RowView, Has.Length.EqualTo(2));
        Assert.That(preview.RowView[1].ToString(), Is.EqualTo("3 columns"));
        Assert.That(preview.RowView[1].Values.Select(value => value.Key), Is.EqualTo(new[] { "Id", "Name", "Values" }));
        Assert.That(preview.RowView[1].Values[0].Value, Is.EqualTo(1));
        Assert.That(preview.RowView[1].Values[1].Value.ToString(), Is.EqualTo("item 1"));
        Assert.That(preview.ColumnView[0].Column.Name, Is.EqualTo("Id"));
        Assert.That(preview.ColumnView[0].ToString(), Is.EqualTo("Id: Int32"));
        Assert.That(preview.ColumnView[0].Values, Is.EqualTo(new object[] { 0, 1 }));
    }

    [Test]
    public void Preview_Vectors_AreCopiesOfTheirRows()
    {
        var preview = Samples.ItemView(ml, 3).Preview();

        var vectors = preview.ColumnView[2].Values.Cast<VBuffer<float>>().ToArray();
        Assert.That(vectors[1].DenseValues(), Is.EqualTo(new[] { 1f, 2, -1 }));
        var inRow = (VBuffer<float>)preview.RowView[1].Values[2].Value;
        Assert.That(inRow.DenseValues(), Is.EqualTo(new[] { 1f, 2, -1 }));
    }

    [Test]
    public void Preview_ByDefault_HasAtMostHundredRows() =>
        Assert.That(Samples.ItemView(ml, 150).Preview().RowView, Has.Length.EqualTo(100));

    [Test]
    public void Preview_OfNoRows_IsEmpty()
    {
        var preview = Samples.ItemView(ml, 3).Preview(maxRows: 0);

        Assert.That(preview.RowView, Is.Empty);
        Assert.That(preview.ColumnView.Select(column => column.Values.Length), Is.EqualTo(new[] { 0, 0, 0 }));
    }

    [Test]
    public void Preview_OfFewerThanNoRows_IsRefused() =>
        Assert.That(
            () => Samples.ItemView(ml, 3).Preview(maxRows: -1),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("maxRows")
        );

    [Test]
    public void Preview_OfEstimator_FitsOnTheFirstTrainingRows()
    {
        var data = Samples.ItemView(ml, 5);
        var estimator = ml.Transforms.Conversion.MapValueToKey("Key", "Name");

        var preview = estimator.Preview(data, maxRows: 3, maxTrainingRows: 2);

        Assert.That(preview.ColumnView.Last().Values, Is.EqualTo(new object[] { 1u, 2u, 0u }));
    }

    [Test]
    public void Preview_OfTransformer_HasItsColumns()
    {
        var data = Samples.ItemView(ml, 5);
        var model = ml.Transforms.CopyColumns("Copy", "Id").Fit(data);

        var preview = model.Preview(data, maxRows: 2);

        Assert.That(preview.ColumnView.Last().Values, Is.EqualTo(new object[] { 0, 1 }));
    }

    [Test]
    public void Preview_OfLoader_LoadsTheSource()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(path, ["1", "2"]);
            var loader = ml.Data.CreateTextLoader([new TextLoader.Column("Value", DataKind.Int32, 0)]);

            var preview = loader.Preview(new MultiFileSource(path));

            Assert.That(preview.ColumnView.Single().Values, Is.EqualTo(new object[] { 1, 2 }));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
