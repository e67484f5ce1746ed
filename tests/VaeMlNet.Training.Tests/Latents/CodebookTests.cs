using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class CodebookTests
{
    [Test]
    public void Nearest_RandomVectors_EqualsANaiveSearchAndTakesTheFirstOfEqualCodes()
    {
        const int Size = 40;
        const int Width = 3;
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        using var codebook = New(Size, Width);
        codebook.Initialize(generator);
        using (no_grad())
        {
            codebook.Vectors.narrow(0, 30, 1).copy_(codebook.Vectors.narrow(0, 7, 1)); // code 30 equals code 7
        }

        var codes = TensorValues.Floats(codebook.Vectors).Chunk(Width).ToArray();
        var z = cat([randn(500, Width, generator: generator), codebook.Vectors], 0);
        var nearest = codebook.Nearest(z).data<long>().ToArray();
        var expected = TensorValues
            .Floats(z)
            .Chunk(Width)
            .Select(row => codes.Index().MinBy(code => code.Item.Zip(row).Sum(p => Square(p.First - p.Second))).Index)
            .ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(nearest, Is.EqualTo(expected.Select(code => (long)code)));
            Assert.That(nearest[^10], Is.EqualTo(7), "code 30 itself");
            Assert.That(nearest.Distinct().Count(), Is.GreaterThan(20));
            Assert.That(
                TensorValues.Floats(codebook.Lookup(codebook.Nearest(z))),
                Is.EqualTo(expected.SelectMany(code => codes[code]))
            );
        });
    }

    [Test]
    public void Update_HandComputed_FollowsTheMovingAverages()
    {
        // Codes 0 and 10 with the uses 1 and 1, decay 1/2, vectors 1 and 3 (code 0) and 9 (code 1).
        // Uses: (1 + 2)/2 = 3/2 and (1 + 1)/2 = 1. Sums: (0 + 1 + 3)/2 = 2 and (10 + 9)/2 = 19/2.
        using var scope = NewDisposeScope();
        using var codebook = New(2, 1, decay: 0.5);
        Fill(codebook, 0, 10);

        Update(codebook, tensor(new float[] { 1, 3, 9 }, [3, 1]));

        Assert.Multiple(() =>
        {
            Assert.That(TensorValues.Floats(codebook.Uses), Is.EqualTo((float[])[1.5f, 1]));
            Assert.That(TensorValues.Floats(codebook.Vectors), Is.EqualTo((float[])[4 / 3f, 9.5f]).Within(1e-6));
            Assert.That(TensorValues.Floats(codebook.Shares()), Is.EqualTo((float[])[2 / 3f, 1 / 3f]).Within(1e-6));
        });
    }

    [Test]
    public void Update_Weights_CountAsThatManyVectors()
    {
        using var scope = NewDisposeScope();
        using var weighted = New(2, 1, decay: 0.9);
        using var repeated = New(2, 1, decay: 0.9);
        Fill(weighted, 0, 10);
        Fill(repeated, 0, 10);

        Update(weighted, tensor(new float[] { 1, 3, 9 }, [3, 1]), tensor(new float[] { 3, 1, 0 }));
        Update(repeated, tensor(new float[] { 1, 1, 1, 3 }, [4, 1]));

        Assert.Multiple(() =>
        {
            Assert.That(Values(weighted.Vectors), Is.EqualTo(Values(repeated.Vectors)).AsCollection.Within(1e-6));
            Assert.That(Values(weighted.Uses), Is.EqualTo(Values(repeated.Uses)).AsCollection.Within(1e-6));
        });
    }

    [Test]
    public void Update_CodeWithoutVectors_DoesNotMoveInAnyDigit()
    {
        using var scope = NewDisposeScope();
        using var codebook = New(2, 1);
        Fill(codebook, 0.1f, 10.3f);
        for (var step = 0; step < 2000; step++)
        {
            using var stepScope = NewDisposeScope();
            Update(codebook, tensor(new[] { 0.3f }, [1, 1]));
        }

        Assert.Multiple(() =>
        {
            Assert.That(Values(codebook.Vectors)[1], Is.EqualTo(10.3f));
            Assert.That(Values(codebook.Vectors)[0], Is.EqualTo(0.3f).Within(1e-5));
        });
    }

    [TestCase(0, 1, 1.01)]
    [TestCase(0.1, 14, 16.01)]
    public void Update_CollapsedStart_IsSpreadByRestartsOnly(double restartBelow, double least, double most)
    {
        // 16 clusters, and a codebook whose first code is the nearest of every vector. Without restarts, it stays the only one.
        using var scope = NewDisposeScope();
        using var generator = new Generator(2);
        using var codebook = New(32, 2, restartBelow: restartBelow);
        using (no_grad())
        {
            codebook.Vectors.fill_(1000);
            codebook.Vectors.narrow(0, 0, 1).fill_(0);
        }

        var centers = rand(16, 2, generator: generator) * 10.0;
        for (var step = 0; step < 1500; step++)
        {
            using var stepScope = NewDisposeScope();
            var z = centers.repeat(8, 1) + (randn(128, 2, generator: generator) * 0.01);
            codebook.Update(z, (rand(128, generator: generator), randn(128, 2, generator: generator)), null);
        }

        // Codes of the same cluster are one here: the perplexity is that of the clusters that have a code of their own.
        var found = codebook.Nearest(centers).data<long>().ToArray().Distinct().Count();

        Assert.Multiple(() =>
        {
            Assert.That(found, Is.InRange(least, most));
            Assert.That(codebook.Describe().ComputePerplexity(), Is.InRange(least, 32.01));
        });
    }

    [Test]
    public void Update_RestartedCodes_AreDifferentVectorsOfTheBatchWithTheMeanUse()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        using var codebook = New(4, 1, decay: 0, restartBelow: 0.5);
        Fill(codebook, 0, 100, 200, 300);

        var z = tensor(new float[] { 1, 2, 3, 4, 5 }, [5, 1]);
        codebook.Update(z, (rand(5, generator: generator), randn(5, 1, generator: generator)), null);
        var vectors = Values(codebook.Vectors);

        Assert.Multiple(() =>
        {
            Assert.That(vectors[0], Is.EqualTo(3).Within(1e-6), "the mean of its vectors");
            Assert.That(vectors[1..].Select(v => Math.Round(v)), Is.Unique.And.All.InRange(1, 5));
            Assert.That(vectors[1..].Select(v => Math.Abs(v - Math.Round(v))), Is.All.LessThan(0.1));
            Assert.That(Values(codebook.Uses), Is.EqualTo((float[])[5, 1.25f, 1.25f, 1.25f]));
            Assert.That(
                Values(codebook.Shares()),
                Is.EqualTo((float[])[1, 0, 0, 0]),
                "restarted codes were never chosen"
            );
        });
    }

    [Test]
    public void InitializeFrom_FewVectors_ChoosesEachAndMakesThemDiffer()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(4);
        using var codebook = New(8, 1);
        codebook.InitializeFrom(tensor(new float[] { 1, 2, 3, 4 }, [4, 1]), generator);
        var vectors = Values(codebook.Vectors);

        Assert.Multiple(() =>
        {
            Assert.That(vectors, Is.Unique);
            Assert.That(vectors.Select(v => Math.Round(v)).Order(), Is.EqualTo((double[])[1, 1, 2, 2, 3, 3, 4, 4]));
        });
    }

    [Test]
    public void IsCertain_BetweenTwoCodes_IsFalse()
    {
        using var scope = NewDisposeScope();
        using var codebook = New(2, 1);
        Fill(codebook, 0, 2);
        var certain = codebook.IsCertain(tensor(new float[] { 0.1f, 1, 1.00001f, 1.01f, 1.9f }, [5, 1]));

        Assert.That(certain.to(ScalarType.Float32).data<float>().ToArray(), Is.EqualTo((float[])[1, 0, 0, 1, 1]));
    }

    [Test]
    public void Draw_ManyRows_HaveTheSharesOfEachPlace()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        using var codebook = new Codebook(2, new VectorQuantizedLatentOptions { CodebookSize = 2, CodeWidth = 1 });
        Fill(codebook, 0, 10);
        // Rows of two places: (0, 10), (0, 10), (0, 0), (10, 10).
        Update(codebook, tensor(new float[] { 0, 10, 0, 10, 0, 0, 10, 10 }, [8, 1]));
        var means = TensorValues.Floats(codebook.Draw(20_000, generator).to(ScalarType.Float32).mean([0L]));

        Assert.That(means, Is.EqualTo((float[])[0.25f, 0.75f]).AsCollection.Within(0.02));
    }

    private static Codebook New(int size, int width, double decay = 0.99, double restartBelow = 0) =>
        new(
            1,
            new VectorQuantizedLatentOptions
            {
                CodebookSize = size,
                CodeWidth = width,
                CodebookDecay = decay,
                RestartBelow = restartBelow,
            }
        );

    private static void Fill(Codebook codebook, params float[] values)
    {
        using var noGrad = no_grad();
        codebook.Vectors.copy_(tensor(values, [values.Length, 1]));
    }

    private static void Update(Codebook codebook, Tensor z, Tensor? weights = null) =>
        codebook.Update(z, (zeros(z.shape[0]), zeros_like(z)), weights);

    private static float[] Values(Tensor values) => TensorValues.Floats(values);

    private static double Square(double value) => value * value;
}
