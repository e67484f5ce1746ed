using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Builders;

namespace VaeMlNet.Tests.Shared;

/// <summary>
/// A test of a contract, whose fixture has a step and a layout. Without the long tests, every pair of a statement and a step, of a statement and a
/// layout, and of a step and a layout is tested once; the long tests are all others.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StatementAttribute : NUnitAttribute, ISimpleTestBuilder, IImplyFixture
{
    private readonly NUnitTestCaseBuilder builder = new();

    /// <inheritdoc />
    public TestMethod BuildFrom(IMethodInfo method, Test? suite)
    {
        var test = builder.BuildTestMethod(method, suite, null);
        if (suite?.Arguments is [EstimatorSubject subject, ColumnLayout layout] && !IsDue(method, subject, layout))
        {
            test.Properties.Add(PropertyNames.Category, "Long");
        }

        return test;
    }

    // The layouts take turns: from statement to statement, and from step to step.
    private static bool IsDue(IMethodInfo method, EstimatorSubject subject, ColumnLayout layout)
    {
        ColumnLayout[] layouts = [.. ColumnLayout.All.Where(each => subject.Inputs.All(each.CanHold))];
        string[] statements =
        [
            .. method
                .TypeInfo.GetMethods(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance)
                .Where(each => each.IsDefined<StatementAttribute>(inherit: true))
                .Select(each => each.Name)
                .Order(StringComparer.Ordinal),
        ];
        return layouts[(Array.IndexOf(statements, method.Name) + subject.Turn) % layouts.Length] == layout;
    }
}
