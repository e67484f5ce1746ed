namespace VaeMlNet;

/// <summary>A likelihood with settings that suit most data; an entry of <see cref="VaeLikelihoodOptions.Choices"/>.</summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="Name">The name of the likelihood, such as <c>student-t</c>.</param>
/// <param name="Values">The suitable values, as the end of a sentence.</param>
/// <param name="ForFeatures">The options for features; null for likelihoods of tables only.</param>
/// <param name="ForTables">The options for the numbers of a table; null for likelihoods that are not for numbers of a table.</param>
public sealed record VaeLikelihoodChoice(
    string Name,
    string Values,
    VaeLikelihoodOptions? ForFeatures,
    VaeLikelihoodOptions? ForTables
);
