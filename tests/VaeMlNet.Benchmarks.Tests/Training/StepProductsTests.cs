namespace VaeMlNet.Benchmarks.Tests;

internal sealed class StepProductsTests
{
    [Test]
    public void Run_Step_HasElevenProducts()
    {
        using var products = new StepProducts(rowCount: 4);

        products.Run(stepCount: 2);

        Assert.That(products.Count, Is.EqualTo(11));
    }
}
