using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace VaeMlNet.Architecture.Tests;

/// <summary>
/// Finds the calls after which a garbage collection can free a Scalar of TorchSharp while libtorch reads it: conversions of
/// numbers to Scalar, and members of TorchSharp that create one inside and do not keep it alive. The members are those of
/// TorchSharp 0.107.0, without its distributions and torchvision.
/// </summary>
internal static class UnheldScalars
{
    /// <summary>The class that keeps numbers alive.</summary>
    private const string Holder = "HeldScalars";

    private static readonly HashSet<string> MembersWithANumber =
    [
        .. (string[])["square", "softplus", "celu", "celu_", "tolist", "ToScalar", "step", "normal", "histogram"],
        .. (string[])["leaky_relu", "hardtanh", "hardshrink", "mish", "softshrink", "softsign", "threshold"],
        .. (string[])
            ["matrix_norm", "vector_norm", "fuse_conv_bn_weights", "fuse_linear_bn_eval", "fuse_linear_bn_weights"],
        .. (string[])
            ["ToBoolean", "ToByte", "ToDouble", "ToHalf", "ToInt16", "ToInt32", "ToInt64", "ToSByte", "ToSingle"],
        .. (string[])["LeakyReLU", "ELU", "CELU", "Hardtanh", "Hardshrink", "Mish", "PReLU", "Softplus", "Softshrink"],
        .. (string[])["Softsign", "Threshold", "GaussianNLLLoss", "BatchNorm1d", "BatchNorm2d", "BatchNorm3d"],
    ];

    /// <summary>Returns the file, the number and the text of each line with such a call.</summary>
    public static IReadOnlyList<string> Find(ProjectCompilation project) =>
        [.. project.Trees.AsParallel().SelectMany(tree => Find(project, tree)).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Find(ProjectCompilation project, SyntaxTree tree)
    {
        var model = project.ModelOf(tree);
        var lines = tree.GetText().Lines;
        return tree.GetRoot()
            .DescendantNodes(node => node is not TypeDeclarationSyntax { Identifier.Text: Holder })
            .Where(node => Operations(model, node).Any(IsUnheld))
            .Select(node => lines.GetLineFromPosition(node.SpanStart))
            .Distinct()
            .Select(line => $"{tree.FilePath}:{line.LineNumber + 1}: {line.ToString().Trim()}");
    }

    /// <summary>Returns the operation of a node, and the implicit conversions around it.</summary>
    private static IEnumerable<IOperation> Operations(SemanticModel model, SyntaxNode node)
    {
        for (var operation = model.GetOperation(node); operation?.Syntax == node; operation = operation.Parent)
        {
            yield return operation;
        }
    }

    private static bool IsUnheld(IOperation operation) =>
        operation switch
        {
            IConversionOperation { OperatorMethod: { } conversion } => IsUnheldConversion(conversion),
            IBinaryOperation { OperatorMethod: { } method } => IsUnheldOperator(method),
            ICompoundAssignmentOperation { OperatorMethod: { } method } => IsUnheldOperator(method),
            IInvocationOperation { TargetMethod: { } method } => IsOfTorchSharp(method) && IsUnheldCall(method),
            IMethodReferenceOperation { Method: { } method } => IsOfTorchSharp(method) && IsUnheldCall(method),
            _ => false,
        };

    private static bool IsUnheldConversion(IMethodSymbol conversion) =>
        IsScalar(conversion.ReturnType)
        || (IsTensor(conversion.Parameters[0].Type) && conversion.ReturnType.SpecialType != SpecialType.None);

    /// <summary>Returns whether an operator creates a Scalar. TorchSharp computes x + y as x + 1 y, and 1 - x as -x + 1.</summary>
    private static bool IsUnheldOperator(IMethodSymbol method) =>
        IsOfTorchSharp(method)
        && IsTensor(method.ContainingType)
        && method.Parameters.Length == 2
        && (
            method.Name == WellKnownMemberNames.AdditionOperatorName
            || !IsTensor(method.Parameters[0].Type)
            || !(IsTensor(method.Parameters[1].Type) || IsScalar(method.Parameters[1].Type))
        );

    private static bool IsUnheldCall(IMethodSymbol method) =>
        method.Name switch
        {
            "add" or "add_" => method.Parameters[^1].Name != "alpha",
            "addcdiv" or "addcdiv_" => method.Parameters[^1].Name != "value",
            "arange" => method.Parameters.Count(parameter => IsScalar(parameter.Type)) < 3,
            "elu" or "elu_" => !IsScalar(method.Parameters[0].Type),
            "leaky_relu" or "threshold" when IsTensor(method.ContainingType) => false,
            "celu" or "celu_" when IsTensor(method.ContainingType) => method.Parameters.Length == 0,
            var name => MembersWithANumber.Contains(name),
        };

    private static bool IsOfTorchSharp(ISymbol symbol) => symbol.ContainingAssembly?.Name == "TorchSharp";

    private static bool IsTensor(ITypeSymbol type) => type.Name is "Tensor" or "Parameter" && IsOfTorchSharp(type);

    private static bool IsScalar(ITypeSymbol type) => type.Name == "Scalar" && IsOfTorchSharp(type);
}
