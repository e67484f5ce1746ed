using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

/// <summary>Stock operations work on views that ML.NET does not know.</summary>
public class ThirdPartyViewTests
{
    private static readonly MLContext Ml = new(seed: 1);

    private sealed class Row
    {
        public int Id { get; set; }

        [VectorType(2)]
        public float[] Values { get; set; } = [];
    }

    private static readonly Dictionary<string, Func<IDataView, IDataView>> Operations = new()
    {
        ["None"] = view => view,
        ["Cache"] = view => Ml.Data.Cache(view),
        ["ShuffleRows"] = view => Ml.Data.ShuffleRows(view, seed: 3),
        ["TakeRows"] = view => Ml.Data.TakeRows(view, 40),
        ["SkipRows"] = view => Ml.Data.SkipRows(view, 10),
        ["TrainTestSplit"] = view => Ml.Data.TrainTestSplit(view, 0.5, seed: 1).TestSet,
        ["CopyColumns"] = view => Ml.Transforms.CopyColumns("Copy", "Values").Fit(view).Transform(view),
        ["Concatenate"] = view => Ml.Transforms.Concatenate("All", "Values", "Values").Fit(view).Transform(view),
        ["NormalizeMinMax"] = view => Ml.Transforms.NormalizeMinMax("N", "Values").Fit(view).Transform(view),
    };

    private static IEnumerable<string> Names => Operations.Keys;

    [TestCaseSource(nameof(Names))]
    public void Rows_ThroughOperation_KeepTheirValues(string operation)
    {
        var data = Operations[operation](new ThirdPartyView(50));

        var rows = Ml.Data.CreateEnumerable<Row>(data, reuseRowObject: false).ToArray();

        Assert.That(rows, Is.Not.Empty);
        Assert.That(rows.Select(row => row.Values), Is.EqualTo(rows.Select(row => new[] { 0f, row.Id })));
    }

    // ML.NET's shuffling does not dispose the cursor that it reads.
    private static IEnumerable<string> NamesOfDisposing => Names.Where(name => name != "ShuffleRows");

    [TestCaseSource(nameof(NamesOfDisposing))]
    public void Cursors_ReadToTheEnd_AreDisposed(string operation)
    {
        var view = new ThirdPartyView(50);
        var data = Operations[operation](view);

        Assert.That(Ml.Data.CreateEnumerable<Row>(data, reuseRowObject: true).Count(), Is.Positive);

        // Some readers of ML.NET let go of their cursors on threads of their own.
        Assert.That(() => view.OpenCursors, Is.Zero.After(2000, 20));
    }

    [TestCase("None")]
    [TestCase("TakeRows")]
    [TestCase("TrainTestSplit")]
    [TestCase("CopyColumns")]
    [TestCase("Concatenate")]
    public void Source_OfOneColumn_IsAskedForNoOther(string operation)
    {
        var view = new ThirdPartyView(50);
        var data = Operations[operation](view);
        view.Requested.Clear();

        Samples.Ids(data);

        Assert.That(view.Requested.Distinct(), Is.EqualTo(new[] { "Id" }));
    }

    [Test]
    public void Source_OfComputedColumn_IsAskedForItsInput()
    {
        var view = new ThirdPartyView(50);
        var data = Operations["CopyColumns"](view);
        view.Requested.Clear();

        Assert.That(data.GetColumn<float[]>("Copy").Count(), Is.EqualTo(50));

        Assert.That(view.Requested.Distinct(), Is.EqualTo(new[] { "Values" }));
    }

    [Test]
    public void Concatenate_SparseVectors_GivesAllSlots()
    {
        var data = Operations["Concatenate"](new ThirdPartyView(3));

        Assert.That(
            data.GetColumn<float[]>("All"),
            Is.EqualTo(new[] { new[] { 0f, 0, 0, 0 }, [0, 1, 0, 1], [0, 2, 0, 2] })
        );
    }

    [Test]
    public void Normalize_SparseVectors_CountsImplicitZeros()
    {
        var view = new ThirdPartyView(5);

        var data = Ml.Transforms.NormalizeMeanVariance("N", "Values").Fit(view).Transform(view);

        // Mean square of 0, 1, 2, 3, 4 is 6.
        Assert.That(
            data.GetColumn<float[]>("N").Select(row => row[1]),
            Is.EqualTo(new[] { 0, 1, 2, 3, 4 }.Select(x => (float)(x / Math.Sqrt(6)))).Within(1e-6f)
        );
    }
}
