namespace VaeMlNet.Tests;

/// <summary>Steps that add vectors fulfill the contract of ML.NET's estimators.</summary>
[TestFixtureSource(typeof(ContractCases), nameof(ContractCases.Steps))]
internal sealed class StepContractTests(EstimatorSubject subject, ColumnLayout layout)
    : EstimatorContract(subject, layout);

/// <summary>VaeScore fulfills the contracts of estimators and of detectors.</summary>
[TestFixtureSource(typeof(ContractCases), nameof(ContractCases.Scores))]
internal sealed class ScoreContractTests(ScoreSubject subject, ColumnLayout layout) : ScoreContract(subject, layout);

/// <summary>VaeScore with contributions fulfills the contracts of estimators, detectors and contributions.</summary>
[TestFixtureSource(typeof(ContractCases), nameof(ContractCases.Contributions))]
internal sealed class ContributionContractTests(ScoreSubject subject, ColumnLayout layout)
    : ContributionContract(subject, layout);
