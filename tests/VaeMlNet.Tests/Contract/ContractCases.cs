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

    /// <summary>Returns every step in every layout. Half of them, in which each step and each layout occurs, always run, and the others in the long run.</summary>
    private static IEnumerable<TestFixtureData> InAllLayouts(IEnumerable<EstimatorSubject> subjects) =>
        subjects
            .Select((subject, turn) => subject with { Turn = turn })
            .SelectMany(subject =>
                LayoutsOf(subject)
                    .Select(
                        (layout, index) =>
                        {
                            var data = new TestFixtureData(subject, layout).SetArgDisplayNames(
                                subject.Name,
                                layout.Name
                            );
                            if ((subject.Turn + index) % 2 == 1)
                            {
                                data.Properties.Add("Category", "Long");
                            }

                            return data;
                        }
                    )
            );
}
