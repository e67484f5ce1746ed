using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>The raw columns of a table model, the names that it accepts for them, and the advice in its errors.</summary>
public sealed class ColumnInputTests
{
    private static readonly MLContext Ml = new(seed: 1);
    private static readonly string Folder = TinyTable.Folder;
    private static readonly IDataView Data = TinyTable.View(TinyTable.Rows(5));

    [Test]
    public void Names_InAnyOrderOrNone_GiveTheSame()
    {
        var expected = Latents(Data, TinyTable.Names);

        Assert.That(Latents(Data, [.. TinyTable.Names.Reverse()]), Is.EqualTo(expected));
        Assert.That(Latents(Data, []), Is.EqualTo(expected));
        Assert.That(
            ViewColumns.Vectors(Transformed(Data, Ml.Transforms.VaeEncode("L", inputColumnName: null, Folder)), "L"),
            Is.EqualTo(expected)
        );
    }

    [Test]
    public void Names_OfTheUsersOwn_AreTakenInTheModelsOrder()
    {
        string[] own = [.. TinyTable.Names.Select(n => "My" + n)];
        var renamed = Data;
        foreach (var name in TinyTable.Names)
        {
            renamed = Transformed(renamed, Ml.Transforms.CopyColumns("My" + name, name));
        }

        renamed = Transformed(renamed, Ml.Transforms.DropColumns(TinyTable.Names));

        Assert.That(Latents(renamed, own), Is.EqualTo(Latents(Data, TinyTable.Names)));
    }

    [TestCase("inputColumnNames", "'Years'", "2 are named", "5 columns", "'Vitals'", "Years", "Weight")]
    [TestCase("inputColumnNames", "'Job' is named twice", "", "", "", "Job", "Job")]
    [TestCase(
        "inputColumnNames",
        "'Vitals', which is not named",
        "AllowMissingColumns",
        "",
        "",
        "Age",
        "Job",
        "Region",
        "Smoker"
    )]
    [TestCase("inputColumnNames", "'Smoker', which is not named", "Boolean", "", "", "Age", "Vitals", "Job", "Region")]
    public void Names_ThatAreNotTheModels_AreRefused(
        string parameter,
        string first,
        string second,
        string third,
        string fourth,
        params string[] names
    )
    {
        var error = Assert.Throws<ArgumentException>(() => Ml.Transforms.VaeEncode("L", names, Folder))!;

        Assert.That(error.ParamName, Is.EqualTo(parameter));
        Assert.That(error.Message, Does.Contain(first).And.Contain(second).And.Contain(third).And.Contain(fourth));
    }

    [Test]
    public void Names_OneForSeveralColumnsOrSeveralForOne_SaysWhatToPass()
    {
        var one = Assert.Throws<ArgumentException>(() => Ml.Transforms.VaeEncode("L", "Features", Folder))!;

        Assert.That((one.ParamName, one.Message), Is.EqualTo(("inputColumnName", one.Message)));
        Assert.That(one.Message, Does.Contain("Pass inputColumnNames").And.Contain("'Region'"));

        var features = TinyModel.Gaussian.Folder;
        var several = Assert.Throws<ArgumentException>(() => Ml.Transforms.VaeScore("S", ["A", "B"], features))!;

        Assert.That(several.Message, Does.Contain("6 features").And.Contain("Concatenate"));
        Assert.That(() => Ml.Transforms.VaeScore("S", ["Features"], features), Throws.Nothing);
        Assert.That(() => Ml.Transforms.VaeScore("S", [], features), Throws.Nothing);
        Assert.That(() => Ml.Transforms.VaeEncode("L", [""], Folder), Throws.ArgumentException);
    }

    private static IEnumerable<TestCaseData> WrongTypes()
    {
        var single = NumberDataViewType.Single;
        var bytes = new KeyDataViewType(typeof(byte), 3);
        var keys = new KeyDataViewType(typeof(uint), 3);
        yield return Wrong(Text("Job"), "Text", "MapValueToKey", "FeaturizeText", "Key<UInt32>");
        yield return Wrong(Text("Age"), "Text", "MapValueToKey", "FeaturizeText", "Single");
        yield return Wrong(Scalar<double>("Age", NumberDataViewType.Double), "Double", "Single", "ConvertType");
        yield return Wrong(Scalar<float>("Vitals", single), "Single", "Vector<Single, 2>", "Add the missing slots");
        yield return Wrong(Scalar<float>("Smoker", single), "Single", "Boolean", "ConvertType");
        yield return Wrong(Scalar<uint>("Job", NumberDataViewType.UInt32), "UInt32", "Key<UInt32>", "MapValueToKey");
        yield return Wrong(Scalar<byte>("Job", bytes), "Key<Byte", "ConvertType", "MapValueToKey");
        yield return Wrong(Scalar<uint>("Age", keys), "Key<UInt32", "Single");
    }

    [TestCaseSource(nameof(WrongTypes))]
    public void Column_OfAnotherType_IsRefusedWithAdvice(SourceColumn wrong, string[] facts)
    {
        using var good = ColumnLayout.Dense.Create(TableInputs.All, 2);
        using var bad = ColumnLayout.Dense.Create(TableInputs.All.Select(c => c.Name == wrong.Name ? wrong : c), 2);
        var estimator = Ml.Transforms.VaeScore("Score", TinyTable.Names, Folder);
        using var fitted = estimator.Fit(good.View);

        foreach (var use in new Action[] { () => estimator.Fit(bad.View), () => fitted.Transform(bad.View) })
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => use())!;
            Assert.That(error.Message, Does.Contain($"'{wrong.Name}'").And.Contain($"'{Folder}'"));
            foreach (var fact in facts)
            {
                Assert.That(error.Message, Does.Contain(fact));
            }
        }
    }

    [TestCase(0, float.PositiveInfinity, "Row 2, slot 0 of 'Age'")]
    [TestCase(1, float.NegativeInfinity, "Row 2, slot 1 of 'Vitals'")]
    public void Row_WithAnInfinity_IsRefusedAndOthersAreNot(int slot, float value, string fact)
    {
        var rows = TinyTable.Rows(4);
        if (slot == 0)
        {
            rows[2].Age = value;
        }
        else
        {
            rows[2].Vitals[slot] = value;
        }

        using var step = Ml.Transforms.VaeScore("Score", TinyTable.Names, Folder).Fit(Data);
        var view = step.Transform(TinyTable.View(rows));
        using var cursor = view.GetRowCursor([view.Schema["Score"]]);
        var getter = cursor.GetGetter<float>(view.Schema["Score"]);
        float score = 0;

        for (var row = 0; row < rows.Length; row++)
        {
            cursor.MoveNext();
            if (row == 2)
            {
                Assert.That(
                    () => getter(ref score),
                    Throws.TypeOf<VaeRowException>().With.Message.Contains(fact).And.Message.Contains("NaN")
                );
            }
            else
            {
                Assert.That(() => getter(ref score), Throws.Nothing, $"row {row}");
            }
        }
    }

    [Test]
    public void Keys_ThatStandForOtherValues_AreRefused()
    {
        var same = WithJobs("clerk", "nurse", "smith");
        var expected = Latents(TinyTable.View(JobRows()), TinyTable.Names);

        Assert.That(Latents(same, TinyTable.Names), Is.EqualTo(expected));

        foreach (var jobs in new[] { new[] { "nurse", "clerk", "smith" }, ["clerk", "nurse"] })
        {
            var other = WithJobs(jobs);
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => Latents(other, TinyTable.Names))!;
            Assert.That(
                error.Message,
                Does.Contain("'Job'").And.Contain("'clerk', 'nurse', 'smith'").And.Contain("MapValueToKey")
            );
        }
    }

    /// <summary>Creates one row for each job of the model.</summary>
    private static TableRow[] JobRows()
    {
        var rows = TinyTable.Rows(3);
        foreach ((var i, var row) in rows.Index())
        {
            row.Job = (uint)i;
        }

        return rows;
    }

    /// <summary>
    /// Creates one row for each job, with the jobs mapped from texts to keys. The keys are numbered in the given order.
    /// </summary>
    private static IDataView WithJobs(params string[] order)
    {
        string[] jobs = ["clerk", "nurse", "smith"];
        var data = Ml.Data.LoadFromEnumerable(JobRows().Select((row, i) => new TextRow(row, jobs[i])));
        var met = Ml.Data.LoadFromEnumerable(order.Select(job => new TextRow(new TableRow(), job)));
        return Ml.Transforms.Conversion.MapValueToKey("Job", "JobText").Fit(met).Transform(data);
    }

    private static float[][] Latents(IDataView data, string[] names) =>
        ViewColumns.Vectors(Transformed(data, Ml.Transforms.VaeEncode("L", names, Folder)), "L");

    private static IDataView Transformed<T>(IDataView data, IEstimator<T> step)
        where T : class, ITransformer => step.Fit(data).Transform(data);

    private static TestCaseData Wrong(SourceColumn column, params string[] facts) =>
        new TestCaseData(column, facts).SetArgDisplayNames(column.Name, column.Type.ToString()!);

    private static ScalarSource<ReadOnlyMemory<char>> Text(string name) =>
        new(name, TextDataViewType.Instance, _ => "1".AsMemory());

    private static ScalarSource<T> Scalar<T>(string name, PrimitiveDataViewType type)
        where T : struct => new(name, type, _ => default);

    private sealed class TextRow(TableRow row, string job)
    {
        public float Age { get; set; } = row.Age;

        [VectorType(2)]
        public float[] Vitals { get; set; } = row.Vitals;

        public bool Smoker { get; set; } = row.Smoker;

        public string JobText { get; set; } = job;

        [KeyType(2)]
        public uint Region { get; set; } = row.Region;
    }
}
