namespace VaeMlNet.Tests.Shared;

/// <summary>
/// A test that proves a promise of docs/contract.md. The lists of tests in this page are made from these attributes.
/// </summary>
/// <param name="promise">The number of the promise.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ProvesAttribute(int promise) : Attribute
{
    /// <summary>Gets the number of the promise.</summary>
    public int Promise => promise;
}
