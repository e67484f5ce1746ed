namespace VaeMlNet.Tests;

internal sealed class ShareRakingTests
{
    private const int CandidateCount = 40_000;

    private static readonly VaeColumn Color = new()
    {
        Name = "Color",
        Type = VaeColumn.KeyType,
        Width = 1,
        Likelihood = ColumnLikelihood.Categorical,
        KeyCount = 3,
        Shares = [0.5f, 0.25f, 0.25f],
        MissingShare = 0.2,
        Minimum = 1,
        Maximum = 3,
    };

    private static readonly VaeColumn Size = new()
    {
        Name = "Size",
        Type = VaeColumn.SingleType,
        Width = 1,
        Likelihood = ColumnLikelihood.Histogram,
        Bins =
        [
            new NumberBins
            {
                Lows = [0, 10],
                Highs = [9, 20],
                Means = [5, 15],
                Histogram = new ValueHistogram
                {
                    Lows = [0, 5, 10],
                    Highs = [5, 9, 20],
                    Shares = [0.3f, 0.5f, 0.2f],
                },
            },
        ],
        Minimum = 0,
        Maximum = 20,
    };

    [Test]
    public void Choose_CandidatesOfOtherShares_HaveTheSharesOfTheTrainingData()
    {
        var rows = Candidates();
        var raking = Raking(Color, Size);

        var chosen = raking.Choose(rows, CandidateCount, CandidateCount / 2, seed: 1, block: 0);

        Assert.That(chosen, Has.Length.EqualTo(CandidateCount / 2));
        Assert.That(chosen, Is.Unique);
        Assert.That(chosen, Is.Not.Ordered);

        double[] colors = [0.2, 0.4, 0.2, 0.2]; // missing, and the keys
        for (uint key = 0; key < 4; key++)
        {
            Assert.That(Share(chosen, row => rows.Row<uint>(0, row)[0] == key), Is.EqualTo(colors[key]).Within(0.01));
        }

        Assert.That(Share(chosen, row => rows.Row<float>(1, row)[0] < 9.5f), Is.EqualTo(0.8).Within(0.01));
    }

    [Test]
    public void Choose_SameSeed_IsTheSameAndOtherSeedsAndBlocksDiffer()
    {
        var rows = Candidates();
        var raking = Raking(Color, Size);

        var chosen = raking.Choose(rows, CandidateCount, 500, seed: 1, block: 0);

        Assert.That(raking.Choose(rows, CandidateCount, 500, seed: 1, block: 0), Is.EqualTo(chosen));
        Assert.That(raking.Choose(rows, CandidateCount, 500, seed: 2, block: 0), Is.Not.EqualTo(chosen));
        Assert.That(raking.Choose(rows, CandidateCount, 500, seed: 1, block: 1), Is.Not.EqualTo(chosen));
    }

    [Test]
    public void Choose_ClassThatNoCandidateHas_StillGivesAllRows()
    {
        var rows = new TypedRows([GraphTensors.Input(Color)], 10);
        for (var row = 0; row < 10; row++)
        {
            rows.Row<uint>(0, row)[0] = 1;
        }

        Assert.That(Raking(Color).Choose(rows, 10, 5, seed: 1, block: 0), Has.Length.EqualTo(5).And.Unique);
    }

    [Test]
    public void Choose_DensityRatioOfPairs_HasThePairsOfRealRowsAndTheShares()
    {
        var rows = Candidates();
        // Small sizes are four times as frequent with key 1, and a quarter as frequent with missing keys.
        var raking = Raking(
            new DensityRatio
            {
                Rows = 1000,
                SlotCount = 2,
                Roots = [0],
                Splits = [1, 0, -1, -1, 0, -1, -1],
                Limits = [9.5f, 0.5f, 0, -MathF.Log(4), 1.5f, MathF.Log(4), 0],
                Lefts = [1, 3, 0, 5, 5, 0, 0],
            },
            Color,
            Size
        );

        var chosen = raking.Choose(rows, CandidateCount, CandidateCount / 8, seed: 1, block: 0);
        var plain = Raking(Color, Size).Choose(rows, CandidateCount, CandidateCount / 8, seed: 1, block: 0);

        Assert.That(Share(chosen, row => rows.Row<uint>(0, row)[0] == 1), Is.EqualTo(0.4).Within(0.01));
        Assert.That(Share(chosen, row => rows.Row<float>(1, row)[0] < 9.5f), Is.EqualTo(0.8).Within(0.01));
        // Without a ratio, key and size are independent.
        Assert.That(Share(plain, row => IsSmall(row, 1)), Is.EqualTo(0.32).Within(0.01));
        Assert.That(Share(chosen, row => IsSmall(row, 1)), Is.GreaterThan(0.36));
        Assert.That(Share(chosen, row => IsSmall(row, 0)), Is.LessThan(0.12));

        bool IsSmall(int row, uint key) => rows.Row<uint>(0, row)[0] == key && rows.Row<float>(1, row)[0] < 9.5f;
    }

    [Test]
    public void Create_WithoutShares_IsNull() =>
        Assert.That(
            ShareRaking.Create(
                VaeModel.Open(TinyTable.Folder).Manifest,
                ratio: null,
                fillsMissing: false,
                hasConditions: false
            ),
            Is.Null
        );

    [Test]
    public void Create_RowsWithConditions_HaveOtherShares()
    {
        var manifest = VaeModel.Open(TinyTable.Folder).Manifest with { Columns = [Color, Size] };

        Assert.That(ShareRaking.Create(manifest, ratio: null, fillsMissing: false, hasConditions: true), Is.Null);
    }

    private static double Share(int[] rows, Func<int, bool> test) => (double)rows.Count(test) / rows.Length;

    private static ShareRaking Raking(params VaeColumn[] columns) => Raking(ratio: null, columns);

    private static ShareRaking Raking(DensityRatio? ratio, params VaeColumn[] columns) =>
        ShareRaking.Create(
            VaeModel.Open(TinyTable.Folder).Manifest with
            {
                Columns = columns,
            },
            ratio,
            fillsMissing: false,
            hasConditions: false
        )!;

    // Each color and missing ones equally often; 10 of 13 sizes in the first bin.
    private static TypedRows Candidates()
    {
        var random = new Random(1);
        var rows = new TypedRows([GraphTensors.Input(Color), GraphTensors.Input(Size)], CandidateCount);
        for (var row = 0; row < CandidateCount; row++)
        {
            rows.Row<uint>(0, row)[0] = (uint)random.Next(4);
            rows.Row<float>(1, row)[0] = random.Next(13);
        }

        return rows;
    }
}
