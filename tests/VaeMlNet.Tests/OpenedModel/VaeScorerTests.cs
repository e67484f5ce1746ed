using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

public sealed class VaeScorerTests
{
    private static readonly MLContext Ml = new(seed: 1);

    [Test]
    [Proves(74)]
    public void Score_Features_EqualsTheStep(
        [Values(VaeScoreKind.NegativeElbo, VaeScoreKind.ReconstructionError)] VaeScoreKind kind,
        [Values(1, 16)] int maxBatchSize
    )
    {
        var tiny = TinyModel.Gaussian;
        var rows = tiny.Rows(40);
        using var model = VaeModel.Open(tiny.Folder);
        using var scorer = model.CreateScorer(kind, maxBatchSize);
        using var step = Ml
            .Transforms.VaeScore("Score", "Features", model, new() { Kind = kind })
            .Fit(Ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Features = row })));
        var expected = step.Transform(Ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Features = row })))
            .GetColumn<float>("Score");

        Assert.That(rows.Select(row => scorer.Score(row)), Is.EqualTo(expected).Within(1e-5f));
        Assert.That(scorer.Threshold, Is.EqualTo(step.Threshold));
        Assert.That(scorer.RowWidth, Is.EqualTo(TinyModel.InputDim));
    }

    [Test]
    [Proves(74)]
    public void Score_TableWithMissingCells_EqualsTheStep()
    {
        var rows = TinyTable.Rows(60);
        using var model = VaeModel.Open(TinyTable.Folder);
        using var scorer = model.CreateScorer();
        using var step = Ml.Transforms.VaeScore("Score", TinyTable.Names, model).Fit(TinyTable.View(rows));

        var scores = rows.Select(row => scorer.Score(Cells(row))).ToArray();

        Assert.That(scores, Is.EqualTo(step.Transform(TinyTable.View(rows)).GetColumn<float>("Score")).Within(1e-4f));
        Assert.That(rows.Select(row => model.Score(Cells(row))), Is.EqualTo(scores));
    }

    [Test]
    [Proves(74)]
    public void ScoreRows_ManyRows_EqualsTheStepWithContributionsAndPValues()
    {
        var tiny = TinyModel.Gaussian;
        var rows = tiny.Rows(600); // more than a run
        using var model = VaeModel.Open(CalibratedModel.Gaussian);
        using var scorer = model.CreateScorer();
        var view = Ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Features = row }));
        using var step = Ml
            .Transforms.VaeScore(
                "Score",
                "Features",
                model,
                new() { ContributionsColumnName = "Why", PValueColumnName = "P" }
            )
            .Fit(view);
        var expected = step.Transform(view);
        var scores = new float[rows.Length];
        var contributions = new float[rows.Length * scorer.SlotNames.Count];

        scorer.ScoreRows(rows.SelectMany(row => row).ToArray(), scores, contributions);

        Assert.That(scores, Is.EqualTo(expected.GetColumn<float>("Score")).Within(1e-5f));
        Assert.That(contributions, Is.EqualTo(expected.GetColumn<float[]>("Why").SelectMany(why => why)).Within(1e-5f));
        Assert.That(
            expected.GetColumn<float>("Score").Select(scorer.PValue),
            Is.EqualTo(expected.GetColumn<float>("P"))
        );
        Assert.That(scorer.SlotNames, Has.Count.EqualTo(TinyModel.InputDim));
        Assert.That(scorer.PValue(float.NaN), Is.EqualTo(1f / (model.CalibrationRows + 1)));
    }

    [Test]
    [Proves(74)]
    public void ScoreRows_TableWithMissingCells_EqualsScore()
    {
        var rows = TinyTable.Rows(60);
        using var model = VaeModel.Open(TinyTable.Folder);
        using var scorer = model.CreateScorer();
        var scores = new float[rows.Length];

        scorer.ScoreRows(rows.SelectMany(Cells).ToArray(), scores);

        Assert.That(scores, Is.EqualTo(rows.Select(row => scorer.Score(Cells(row)))).Within(1e-4f));
    }

    [Test]
    public void ScoreRows_RefusedValue_NamesTheRow()
    {
        var rows = TinyTable.Rows(300).Select(Cells).ToArray();
        using var model = VaeModel.Open(TinyTable.Folder);
        using var scorer = model.CreateScorer();
        rows[280][0] = float.PositiveInfinity;

        var exception = Assert.Throws<VaeRowException>(() =>
            scorer.ScoreRows(rows.SelectMany(row => row).ToArray(), new float[300])
        );

        Assert.That(exception.Row, Is.EqualTo(280));
        Assert.That(exception.Message, Does.Contain("In row 280, a cell of column"));
    }

    [Test]
    public void ScoreRows_OtherLengths_ThrowsWithBoth()
    {
        using var model = VaeModel.Open(TinyModel.Gaussian.Folder);
        using var scorer = model.CreateScorer();
        var rows = new float[2 * scorer.RowWidth];

        Assert.That(
            () => scorer.ScoreRows(rows, new float[3]),
            Throws.ArgumentException.With.Message.Contains("3 rows").And.Message.Contains($"{rows.Length} values")
        );
        Assert.That(
            () => scorer.ScoreRows(rows, new float[2], new float[3]),
            Throws.ArgumentException.With.Message.Contains("3 values")
        );
    }

    [Test]
    [Proves(74)]
    public void Score_ManyThreads_GivesEachRowItsOwnScore([Values(1, 3, 64)] int maxBatchSize)
    {
        var rows = TinyModel.Bernoulli.Rows(500);
        using var model = VaeModel.Open(TinyModel.Bernoulli.Folder);
        using var scorer = model.CreateScorer(maxBatchSize: maxBatchSize);
        var expected = rows.Select(row => model.Score(row)).ToArray();
        var scores = new float[rows.Length];
        var next = -1;
        Thread[] threads =
        [
            .. Enumerable
                .Range(0, 8)
                .Select(_ => new Thread(() =>
                {
                    for (var i = Interlocked.Increment(ref next); i < rows.Length; i = Interlocked.Increment(ref next))
                    {
                        scores[i] = scorer.Score(rows[i]);
                    }
                })),
        ];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.That(scores, Is.EqualTo(expected).Within(1e-5f));
    }

    [Test]
    [Proves(74)]
    public void Score_RefusedRowAmongOthers_FailsAlone([Values(1, 4)] int maxBatchSize)
    {
        var rows = TinyModel.Bernoulli.Rows(2);
        using var model = VaeModel.Open(TinyModel.Bernoulli.Folder);
        using var scorer = model.CreateScorer(maxBatchSize: maxBatchSize);
        var expected = scorer.Score(rows[1]);
        rows[0][2] = 7;

        Assert.That(
            () => scorer.Score(rows[0]),
            Throws.TypeOf<VaeRowException>().With.Message.Contains("slot 2 of 'Features' is 7")
        );
        Assert.That(scorer.Score(rows[1]), Is.EqualTo(expected));
    }

    [Test]
    public void Score_RowOfAnotherWidth_NamesBothWidths()
    {
        using var model = VaeModel.Open(TinyModel.Bernoulli.Folder);

        Assert.That(
            () => model.Score(new float[5]),
            Throws.ArgumentException.With.Message.Contains("The row has 5 values").And.Message.Contains("needs 6")
        );
    }

    [TestCase(3, 0.5f, "column 'Smoker' is 0.5")]
    [TestCase(4, -1, "column 'Job' is -1")]
    [TestCase(4, 1.5f, "column 'Job' is 1.5")]
    [TestCase(0, float.NegativeInfinity, "column 'Age' is -Infinity")]
    public void Score_CellThatIsNotOfItsKind_NamesTheColumn(int slot, float value, string expected)
    {
        using var model = VaeModel.Open(TinyTable.Folder);
        var cells = Cells(TinyTable.Rows(1)[0]);
        cells[slot] = value;

        Assert.That(() => model.Score(cells), Throws.TypeOf<VaeRowException>().With.Message.Contains(expected));
    }

    [Test]
    [Proves(74)]
    public void Score_ManyCalls_AllocatesLittle()
    {
        var row = TinyModel.Bernoulli.Rows(1)[0];
        using var model = VaeModel.Open(TinyModel.Bernoulli.Folder);
        using var scorer = model.CreateScorer();

        // The first calls run unoptimized code, which allocates more.
        Assert.That(() => BytesPerCall(scorer, row), Is.LessThanOrEqualTo(400).After(20_000, 50));
    }

    private static long BytesPerCall(VaeScorer scorer, float[] row)
    {
        const int Calls = 500;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
        {
            scorer.Score(row);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }

    [Test]
    public void CreateScorer_OptionOutOfRange_NamesIt()
    {
        using var model = VaeModel.Open(TinyModel.Bernoulli.Folder);

        Assert.That(
            () => model.CreateScorer(maxBatchSize: 0),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("maxBatchSize must be from 1 to 4096")
        );
        Assert.That(
            () => model.CreateScorer(VaeScoreKind.MarginalLikelihood),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("mlContext.Transforms.VaeScore")
        );
    }

    [Test]
    public void Score_ModelDisposed_IsRefused([Values(1, 4)] int maxBatchSize)
    {
        var row = TinyModel.Bernoulli.Rows(1)[0];
        var model = VaeModel.Open(TinyModel.Bernoulli.Folder);
        using var scorer = model.CreateScorer(maxBatchSize: maxBatchSize);
        scorer.Score(row);
        model.Dispose();

        Assert.That(() => scorer.Score(row), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Dispose_DuringCallsOfOtherThreads_EndsOrRefusesThem([Values(1, 4)] int maxBatchSize)
    {
        var row = TinyModel.Bernoulli.Rows(1)[0];
        using var model = VaeModel.Open(TinyModel.Bernoulli.Folder);
        var expected = model.Score(row);
        var scorer = model.CreateScorer(maxBatchSize: maxBatchSize);
        using var started = new CountdownEvent(4);
        var tasks = Enumerable
            .Range(0, 4)
            .Select(_ =>
                Task.Run(() =>
                {
                    started.Signal();
                    while (true)
                    {
                        try
                        {
                            Assert.That(scorer.Score(row), Is.EqualTo(expected).Within(1e-5f));
                        }
                        catch (ObjectDisposedException)
                        {
                            return;
                        }
                    }
                })
            )
            .ToArray();
        started.Wait();
        scorer.Dispose();

        Assert.That(Task.WaitAll(tasks, TimeSpan.FromSeconds(30)), Is.True);
    }

    /// <summary>Returns the cells as a scorer takes them: keys count from 1, and others than those of the column are missing.</summary>
    private static float[] Cells(TableRow row) =>
        [
            row.Age,
            .. row.Vitals,
            row.Smoker ? 1 : 0,
            row.Job < 3 ? row.Job + 1 : 0,
            row.Region < 2 ? row.Region + 1 : float.NaN,
        ];
}
