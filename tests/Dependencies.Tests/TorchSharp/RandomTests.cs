using TorchSharp;
using static TorchSharp.torch;

namespace Dependencies.Tests;

/// <summary>Random numbers repeat with their seed.</summary>
public sealed class RandomTests
{
    private DisposeScope scope = null!;

    [SetUp]
    public void OpenScope() => scope = NewDisposeScope();

    [TearDown]
    public void CloseScope() => scope.Dispose();

    /// <summary>The cases draw the same numbers only if the generator is seeded before each of them.</summary>
    [TestCase(1)]
    [TestCase(2)]
    public void GlobalGenerator_BeforeEveryTest_IsSeeded(int _)
    {
        var first = randn(10);
        manual_seed(SeededTorchAttribute.Seed);

        Assert.That(randn(10).Equals(first), Is.True);
    }

    [Test]
    public void ManualSeed_SetAgain_RepeatsTheNumbers()
    {
        manual_seed(11);
        var first = randn(100);
        manual_seed(11);

        Assert.That(randn(100).Equals(first), Is.True);
    }

    [Test]
    public void ManualSeed_OfAnotherValue_GivesOtherNumbers()
    {
        manual_seed(11);
        var first = randn(100);
        manual_seed(12);

        Assert.That(randn(100).Equals(first), Is.False);
    }

    [Test]
    public void Generator_OfItsOwn_LeavesTheDefaultOneAlone()
    {
        manual_seed(11);
        var expected = randn(10);
        manual_seed(11);
        using var generator = new Generator(5);
        var own = randn(10, generator: generator);
        using var again = new Generator(5);

        Assert.Multiple(() =>
        {
            Assert.That(randn(10).Equals(expected), Is.True);
            Assert.That(randn(10, generator: again).Equals(own), Is.True);
        });
    }

    [Test]
    public void State_OfTheDefaultGenerator_CanBeRestored()
    {
        var state = get_rng_state();
        var first = rand(10);
        set_rng_state(state);

        Assert.That(rand(10).Equals(first), Is.True);
    }

    [Test]
    public void ManualSeed_WhoseGeneratorIsDisposed_LeavesTheDefaultOneUsable()
    {
        manual_seed(11).Dispose();

        Assert.That(() => rand(2).Dispose(), Throws.Nothing);
    }

    [Test]
    public void Randperm_OfNumbers_IsAPermutation()
    {
        using var generator = new Generator(1);

        var shuffled = randperm(1000, generator: generator).data<long>().ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(shuffled.Order(), Is.EqualTo(Enumerable.Range(0, 1000).Select(i => (long)i)));
            Assert.That(shuffled, Is.Not.Ordered);
        });
    }

    [Test]
    public void Randn_OfManyNumbers_HasMeanZeroAndVarianceOne()
    {
        manual_seed(1);
        var x = randn(100_000);

        // Standard errors are 0.003 and 0.0045.
        Assert.Multiple(() =>
        {
            Assert.That(x.mean().item<float>(), Is.Zero.Within(0.015));
            Assert.That(x.var().item<float>(), Is.EqualTo(1).Within(0.025));
        });
    }

    [Test]
    public void Randint_BetweenBounds_ExcludesTheUpperOne()
    {
        manual_seed(1);

        Assert.That(
            randint(2, 5, [1000]).data<long>().ToArray().Distinct().Order(),
            Is.EqualTo(new long[] { 2, 3, 4 })
        );
    }
}
