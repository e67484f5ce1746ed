using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>One step, saved and loaded: ML.NET's own transformers give the same columns.</summary>
[TestFixtureSource(typeof(SavedStepCases), nameof(SavedStepCases.All))]
internal sealed class SavedStepTests
{
    private const int RowCount = 40;

    private readonly IDataView data;
    private readonly IDataView expected;
    private readonly ITransformer original;
    private readonly byte[] zip;
    private readonly string[] added;

    public SavedStepTests(TinyModel model, IEstimator<ITransformer> step, string[] added)
    {
        this.added = added;
        data = new MLContext(seed: 1).Data.LoadFromEnumerable(Row.From(model.Rows(RowCount)));
        original = step.Fit(data);
        expected = original.Transform(data);
        zip = SavedZip.Save(original, data.Schema);
    }

    [Test]
    [Proves(5)]
    public void Load_DataOfAnotherLayout_GivesTheSameValues()
    {
        var rows = ViewColumns.Vectors(data, "Features");
        var sparse = new ReusingView(rows, withSlotNames: true);

        AssertSameValues(SavedZip.Load(zip).Transform(sparse), 1e-5);
    }

    [Test]
    [Proves(5)]
    public void Zip_Always_NamesOnlyMlNet()
    {
        var keys = SavedZip.Entries(zip, "Model.key");

        Assert.That(keys, Is.Not.Empty);
        Assert.That(keys.Count(k => SavedZip.Mentions(k, "VaeMlNet")), Is.Zero);
        Assert.That(
            SavedZip.Flatten(SavedZip.Load(zip)).Select(t => t.GetType().Namespace),
            Has.All.StartsWith("Microsoft.ML")
        );
    }

    private void AssertSameValues(IDataView actual, double relative)
    {
        foreach (var column in added)
        {
            var want = Values(expected, column);
            var got = Values(actual, column);
            Assert.That(got, Has.Length.EqualTo(want.Length), column);
            for (var i = 0; i < want.Length; i++)
            {
                Assert.That(
                    got[i],
                    Is.EqualTo(want[i]).Within(relative * Math.Max(1, Math.Abs(want[i]))),
                    $"{column} {i}"
                );
            }
        }
    }

    private static float[] Values(IDataView view, string column) =>
        view.Schema[column].Type switch
        {
            VectorDataViewType => [.. ViewColumns.Vectors(view, column).SelectMany(v => v)],
            BooleanDataViewType => [.. ViewColumns.Column<bool>(view, column).Select(b => b ? 1f : 0)],
            _ => [.. ViewColumns.Column<float>(view, column)],
        };
}
