namespace VaeMlNet.Tests;

public sealed class LatentUseMeasureTests
{
    [Test]
    public void Latents_OfGaussianPosteriors_HaveTheClosedForm()
    {
        LatentUseMeasure measure = new(new() { Kind = VaeLatentSpace.Gaussian, Dim = 2 });
        measure.Add([1, 0], [0, 0]);
        measure.Add([-1, 0], [MathF.Log(2), 0]);

        var latents = measure.Latents();

        // 0.5 (mean^2 + s^2 - 1 - log s^2): 0.5, and 0.5 (1 + 2 - 1 - log 2).
        Assert.That(latents[0].Kl, Is.EqualTo((0.5 + (0.5 * (2 - Math.Log(2)))) / 2).Within(1e-6));
        Assert.That(latents[0].PosteriorMeanVariance, Is.EqualTo(1).Within(1e-12));
        Assert.That(latents[1].Kl, Is.Zero.Within(1e-12));
        Assert.That(latents.Select(latent => latent.IsActive), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public void Latents_OfCategories_HaveTheirDivergenceFromUniform()
    {
        VaeLatentSpace space = new()
        {
            Kind = VaeLatentSpace.Categorical,
            Dim = 4,
            Groups = 2,
            Categories = 2,
        };
        LatentUseMeasure measure = new(space);
        measure.Add([1, 0, 0.5f, 0.5f], []);
        measure.Add([0, 1, 0.5f, 0.5f], []);

        var latents = measure.Latents();

        Assert.That(latents.Select(latent => latent.Kl), Is.EqualTo(new[] { Math.Log(2), 0 }).Within(1e-9));
        Assert.That(latents.Select(latent => latent.PosteriorMeanVariance), Is.EqualTo(new[] { 0.5, 0 }).Within(1e-9));
    }

    [Test]
    public void Latents_OfALabel_AreTheGaussianOnesAndItsDivergenceFromItsShares()
    {
        VaeLatentSpace space = new()
        {
            Kind = VaeLatentSpace.Labeled,
            Dim = 4,
            Label = new() { Name = "Region", Shares = [0.5f, 0.25f, 0.25f] },
        };
        LatentUseMeasure measure = new(space);
        measure.Add([1, 0, 1, 0], [0]);
        measure.Add([-1, 1, 0, 0], [0]);

        var latents = measure.Latents();

        Assert.That(
            latents.Select(latent => latent.Kl),
            Is.EqualTo(new[] { 0.5, (Math.Log(2) + Math.Log(4)) / 2 }).Within(1e-9)
        );
        Assert.That(latents[1].PosteriorMeanVariance, Is.EqualTo(0.5).Within(1e-9));
    }

    [Test]
    public void Latents_WithKnownKl_AreTheSameAsWithTheLogVariance()
    {
        VaeLatentSpace space = new() { Kind = VaeLatentSpace.Gaussian, Dim = 1 };
        LatentUseMeasure known = new(space);
        LatentUseMeasure computed = new(space);
        known.AddKl([2], [2]);
        computed.Add([2], [0]);

        Assert.That(known.Latents(), Is.EqualTo(computed.Latents()));
    }
}
