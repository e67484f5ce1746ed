namespace VaeMlNet.Tests.Shared;

/// <summary>Cases that differ little, of which each run of the tests takes a few, and the long run the others.</summary>
public static class LongCases
{
    /// <summary>Puts all cases but every n-th, beginning with the first, into the category of long tests.</summary>
    public static IEnumerable<TestCaseData> AllButEvery(int n, IEnumerable<TestCaseData> cases) =>
        cases.Select((data, index) => index % n == 0 ? data : data.SetCategory("Long"));
}
