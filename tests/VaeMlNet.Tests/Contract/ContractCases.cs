namespace VaeMlNet.Tests;

/// <summary>Every step in every layout of columns.</summary>
internal static class ContractCases
{
    public static IEnumerable<TestFixtureData> Steps() => InAllLayouts([.. StepSubjects.All(), .. OnnxSubjects.All()]);

    public static IEnumerable<TestFixtureData> Scores() => InAllLayouts(ScoreSubjects.WithoutContributions());

    public static IEnumerable<TestFixtureData> Contributions() => InAllLayouts(ScoreSubjects.WithContributions());

    public static IEnumerable<EstimatorSubject> Subjects() =>
        [
            .. StepSubjects.All(),
            .. OnnxSubjects.All(),
            .. ScoreSubjects.WithoutContributions(),
            .. ScoreSubjects.WithContributions(),
        ];

    private static IEnumerable<TestFixtureData> InAllLayouts(IEnumerable<EstimatorSubject> subjects) =>
        subjects.SelectMany(subject =>
            ColumnLayout.All.Select(layout =>
                new TestFixtureData(subject, layout).SetArgDisplayNames(subject.Name, layout.Name)
            )
        );
}
