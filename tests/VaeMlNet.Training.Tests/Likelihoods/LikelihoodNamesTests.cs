using System.Reflection;
using System.Text.Json.Serialization;

namespace VaeMlNet.Tests;

/// <summary>The names of likelihoods in manifests, files of options and the tool, which are those of one list.</summary>
public sealed class LikelihoodNamesTests
{
    private static readonly string[] Names = [.. ColumnLikelihood.All.Select(likelihood => likelihood.Name)];

    [Test]
    public void Kinds_OfAllOptions_AreTheNamesInManifests()
    {
        var kinds = typeof(VaeLikelihoodOptions)
            .GetCustomAttributes<JsonDerivedTypeAttribute>()
            .Select(attribute => attribute.TypeDiscriminator);

        Assert.That(
            kinds,
            Is.EquivalentTo(
                Names
                    .Where(name => name != GaussianFormula.KindOfUnitVariance && !name.StartsWith(ZeroInflation.Kind))
                    .Append(ZeroInflation.Kind)
            )
        );
    }

    [Test]
    public void Choices_OfTheTool_AreTheNamesInManifestsWithDashes() =>
        Assert.That(
            VaeLikelihoodOptions.Choices.Select(choice => choice.Name.Replace('-', '_')),
            Is.Unique.And.SubsetOf(Names)
        );
}
