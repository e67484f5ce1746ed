namespace VaeMlNet.Tests;

/// <summary>Every step in every layout of columns.</summary>
internal static class ContractCases
{
    public static IEnumerable<TestFixtureData> Steps() =>
        InAllLayouts([.. StepSubjects.All(), .. OnnxSubjects.All(), .. TableSubjects.Steps()]);

    public static IEnumerable<TestFixtureData> Scores() => InAllLayouts(ScoreSubjects.WithoutContributions());

    public static IEnumerable<TestFixtureData> Contributions() =>
        InAllLayouts([.. ScoreSubjects.WithContributions(), .. TableSubjects.Scores()]);

    public static IEnumerable<EstimatorSubject> Subjects() =>
        [
            .. StepSubjects.All(),
            .. OnnxSubjects.All(),
            .. ScoreSubjects.WithoutContributions(),
            .. ScoreSubjects.WithContributions(),
            .. TableSubjects.Steps(),
            .. TableSubjects.Scores(),
        ];

    /// <summary>Returns the layouts that support the columns of a step. Text files have no keys.</summary>
    public static IEnumerable<ColumnLayout> LayoutsOf(EstimatorSubject subject) =>
        ColumnLayout.All.Where(layout => subject.Inputs.All(layout.CanHold));

    private static IEnumerable<TestFixtureData> InAllLayouts(IEnumerable<EstimatorSubject> subjects) =>
        subjects
            .Select((subject, turn) => subject with { Turn = turn })
            .SelectMany(subject =>
                LayoutsOf(subject)
                    .Select(layout =>
                        new TestFixtureData(subject, layout).SetArgDisplayNames(subject.Name, layout.Name)
                    )
            );
}
