using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>Uses every step and a model alone, disposes nothing, and keeps running for some seconds.</summary>
internal static class StepUser
{
    public const string Verb = "use";

    public const int RowsPerStep = 20;

    public static int Run(string modelFolder, double secondsToStay)
    {
        var rows = 0;
        foreach (var subject in ContractCases.Subjects())
        {
            var data = ColumnLayout.Dense.Create(subject.Inputs, RowsPerStep).View;
            rows += ViewRows.Read(subject.Create(8).Fit(data).Transform(data)).Length;
        }

        VaeModel.Open(modelFolder).Verify();
        Console.WriteLine(rows);
        Thread.Sleep(TimeSpan.FromSeconds(secondsToStay));
        return 0;
    }
}
